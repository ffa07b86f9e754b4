// `pnpm test`: runs every step, also after one has failed, and ends with the number of tests that passed and failed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchStarter } from '@mais/local-stack';

import { type Step, steps } from './steps.ts';
import { readTestReport } from './test-report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = await mkdtemp(join(tmpdir(), 'mais-test-reports-'));
const failedSteps: string[] = [];
const failures: string[] = [];
const total = { passed: 0, failed: 0 };
let current: ChildProcess | null = null;
let interrupted = false;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
watchStarter(interrupt);

for (const step of steps) {
  if (!interrupted) await runStep(step);
}
await rm(reports, { recursive: true, force: true });
conclude();

async function runStep(step: Step): Promise<void> {
  console.log(`\n── ${step.name} ${'─'.repeat(Math.max(0, 60 - step.name.length))}`);
  const startedAt = performance.now();
  const report = join(reports, `${steps.indexOf(step)}.json`);
  let ok = true;
  const limit = setTimeout(() => endLate(step), step.limitMinutes * 60_000);
  for (const command of step.commands) ok = ok && (await runCommand(command, report));
  clearTimeout(limit);
  if (step.countsTests) ok = (await count(step, report)) && ok;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${ok ? '✓' : '✗'} ${step.name}, ${seconds} s`);
  if (!ok) failedSteps.push(step.name);
}

/** One step that hangs must not keep the others from being run and told about. */
function endLate({ name, limitMinutes }: Step): void {
  console.error(`${name} takes more than ${limitMinutes} minutes: it is ended.`);
  const late = current;
  late?.kill('SIGTERM');
  setTimeout(() => late?.kill('SIGKILL'), 30_000).unref();
}

async function runCommand([program = '', ...args]: string[], report: string): Promise<boolean> {
  current = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_REPORT: report } });
  try {
    const [code] = (await once(current, 'exit')) as [number | null];
    return code === 0;
  } catch (error) {
    console.error(`Can't run ${program}: ${String(error)}`);
    return false;
  } finally {
    current = null;
  }
}

async function count(step: Step, report: string): Promise<boolean> {
  const counts = await readTestReport(report);
  if (counts === null) {
    console.error(`The ${step.name} tests left no report: the run itself broke.`);
    return false;
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  failures.push(...counts.failures);
  if (counts.passed + counts.failed > 0) return counts.failed === 0;
  console.error(`No ${step.name} test ran.`);
  return false;
}

function conclude(): void {
  if (interrupted) console.error('\nInterrupted.');
  // Once more at the end, where one looks first: what a step printed may be thousands of lines above.
  for (const failure of failures) console.error(`\n✗ ${failure}`);
  if (failedSteps.length > 0) console.error(`\nFailed: ${failedSteps.join(', ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = interrupted || failedSteps.length > 0 ? 1 : 0;
}

function interrupt(): void {
  interrupted = true;
  current?.kill('SIGTERM');
}
