import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const report = process.env.TEST_REPORT;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['src/**/*.e2e.ts'],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    // Each file has a browser of its own, and the whole product runs beside them.
    maxWorkers: 2,
    // A busy machine takes its time; a single thing that never comes is waited for no longer than `poll` says, or half a minute.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
