import { expect, test } from 'vitest';

import { countTests, readTestReport } from './test-report.ts';

const passed = { status: 'passed' };
const failed = { status: 'failed' };

test('counts tests, not files', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    success: false,
    testResults: [
      { status: 'passed', assertionResults: [passed, passed] },
      { status: 'failed', assertionResults: [passed, failed] },
    ],
  };
  expect(countTests(report)).toEqual({ passed: 3, failed: 1 });
});

test('a file that could not be loaded counts as failed', () => {
  const report = { numPassedTests: 0, numFailedTests: 0, success: false, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(countTests(report)).toEqual({ passed: 0, failed: 1 });
});

test('a missing report is not a report of nothing', async () => {
  expect(await readTestReport('/nowhere/report.json')).toBeNull();
});
