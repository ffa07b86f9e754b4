import type { SeedResult } from './run-seed.ts';

/** The runs in the shape of vitest's JSON report, a seed a test, for whoever counts tests. */
export function writeReport(results: readonly SeedResult[]) {
  const tests = results.map(({ seed, violations }) => ({
    title: `seed ${seed} leaves nothing wrong`,
    status: violations.length === 0 ? 'passed' : 'failed',
    failureMessages: violations.map(({ kind, what }) => `${kind}: ${what}`),
  }));
  const failed = tests.filter(({ status }) => status === 'failed').length;
  return {
    numPassedTests: tests.length - failed,
    numFailedTests: failed,
    success: failed === 0,
    testResults: [{ name: 'simulation', status: failed === 0 ? 'passed' : 'failed', assertionResults: tests }],
  };
}
