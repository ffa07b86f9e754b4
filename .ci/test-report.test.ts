import { expect, test } from 'vitest';

import { countTests, readTestReport } from './test-report.ts';

const passed = { status: 'passed', title: 'adds' };
const failed = { status: 'failed', title: 'divides', fullName: 'sums › divides', failureMessages: ['AssertionError: expected 1 to be 2\n    at sums.test.ts:7:3'] };

test('counts tests, not files, and tells which failed and why', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      { name: '/home/me/sums/src/add.test.ts', status: 'passed', assertionResults: [passed, passed] },
      { name: '/home/me/sums/src/sums.test.ts', status: 'failed', assertionResults: [passed, failed] },
    ],
  };
  expect(countTests(report)).toEqual({
    passed: 3, failed: 1, failures: ['sums/src/sums.test.ts › sums › divides\n    AssertionError: expected 1 to be 2\n    at sums.test.ts:7:3'],
  });
});

test('a file that could not be loaded counts as failed', () => {
  const report = { numPassedTests: 0, numFailedTests: 0, testResults: [{ name: 'sums.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] }] };
  expect(countTests(report)).toEqual({ passed: 0, failed: 1, failures: ['sums.test.ts › could not be run\n    Cannot find module'] });
});

test('a missing report is not a report of nothing', async () => {
  expect(await readTestReport('/nowhere/report.json')).toBeNull();
});
