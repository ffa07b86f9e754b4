import { expect, test } from 'vitest';

import type { SeedResult } from './run-seed.ts';
import { writeReport } from './write-report.ts';

const base = { faults: [], counts: { bookings: 1, charges: 1, refunds: 0, disputes: 0, webhooks: 3, blows: 0 }, seconds: 1, parts: {}, folder: null };

test('a seed with a violation is a failed test that says what it found', () => {
  const results: SeedResult[] = [
    { ...base, seed: 1, violations: [] },
    { ...base, seed: 2, violations: [{ kind: 'overlap', what: 'two at once' }] },
  ];
  expect(writeReport(results)).toMatchObject({
    numPassedTests: 1, numFailedTests: 1, success: false,
    testResults: [{ status: 'failed', assertionResults: [{ status: 'passed' }, { title: 'seed 2 leaves nothing wrong', status: 'failed', failureMessages: ['overlap: two at once'] }] }],
  });
});
