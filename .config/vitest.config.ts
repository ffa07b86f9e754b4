import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.TEST_REPORT;

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/*/src/**/*.test.{ts,tsx}', '.ci/*.test.ts', '.config/*.test.ts'],
    globalSetup: [fileURLToPath(new URL('vitest.global-setup.ts', import.meta.url))],
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    // The default leaves one processor of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What has to come may take its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
