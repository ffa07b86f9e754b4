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
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // A busy machine takes its time; what never comes is waited for no longer than this.
    expect: { poll: { timeout: 20_000 } },
  },
});
