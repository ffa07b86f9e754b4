import { readFile } from 'node:fs/promises';

/** How many tests ran, and how they ended. */
export interface TestCounts {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts the tests in a vitest JSON report. A file that failed without a failed test in it, because it couldn't be loaded or
 * its set-up threw, counts as one failed test: its tests never ran.
 * @returns null when there is no report, because the run itself broke
 */
export async function readTestReport(file: string): Promise<TestCounts | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : countTests(JSON.parse(text) as VitestReport);
}

/** @returns the counts of one report */
export function countTests(report: VitestReport): TestCounts {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}
