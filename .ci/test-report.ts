import { readFile } from 'node:fs/promises';

/** How many tests ran, and how they ended. */
export interface TestCounts {
  passed: number;
  failed: number;
  /** Of each failed test its name and what it says, in a line or a few. */
  failures: string[];
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: VitestFile[];
}

interface VitestFile {
  name: string;
  status: string;
  /** why a file as a whole failed */
  message?: string;
  assertionResults: { status: string; title: string; fullName?: string; failureMessages?: string[] }[];
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
  const brokenFiles = report.testResults.filter(isBroken);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    failures: report.testResults.flatMap((file) => [
      ...(isBroken(file) ? [describe(file.name, 'could not be run', file.message)] : []),
      ...file.assertionResults.filter(({ status }) => status === 'failed').map((test) => describe(file.name, test.fullName ?? test.title, test.failureMessages?.join('\n'))),
    ]),
  };
}

function isBroken({ status, assertionResults }: VitestFile): boolean {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

/** Long enough for an assertion and where it stands. */
const MESSAGE_LINES = 6;

/** @param file the whole path, of which the last folders tell enough */
function describe(file: string, test: string, message = ''): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '').slice(0, MESSAGE_LINES);
  return [`${file.split('/').slice(-3).join('/')} › ${test}`, ...lines.map((line) => `    ${line.trim()}`)].join('\n');
}
