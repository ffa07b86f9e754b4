import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process of the stack, as the table in `parts.ts` declares it. */
export interface PartDefinition {
  name: string;
  /** a Node script, absolute, and its arguments */
  script: string;
  args?: string[];
  env: Record<string, string>;
  /** answers with 2xx when the part works; null when it listens nowhere */
  healthUrl: string | null;
  /** how long it may take to stop when asked; 15 s when left out */
  patienceMs?: number;
}

/** A process that runs. */
export interface RunningPart {
  name: string;
  pid: number;
  /** resolves when it has ended, asked or not */
  exited: Promise<PartExit>;
  /** asks it to stop, and makes it when it takes too long */
  stop(): Promise<void>;
}

/** How a process ended. */
export interface PartExit {
  name: string;
  reason: string;
  /** what it last wrote */
  lastLines: string;
  ok: boolean;
}

const healthTimeoutMs = 90_000;
const preload = new URL('exit-with-parent.ts', import.meta.url).href;

/** Starts a part; what it writes goes to `logs/<name>.log` in the data folder. It ends with this process, however this one ends. */
export async function startPart(definition: PartDefinition, dataFolder: string): Promise<RunningPart> {
  const logFolder = join(dataFolder, 'logs');
  await mkdir(logFolder, { recursive: true });
  const logFile = join(logFolder, `${definition.name}.log`);
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, ['--import', preload, definition.script, ...(definition.args ?? [])], {
    // A group of its own: Ctrl-C in a terminal reaches the starter alone, which stops the parts in order.
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: definition.env,
  });
  closeSync(log);
  const exited = watchExit(child, definition.name, logFile);
  if (child.pid === undefined) throw new Error(describeExit(await exited));
  return { name: definition.name, pid: child.pid, exited, stop: () => stop(child, exited, definition.patienceMs ?? 15_000) };
}

/**
 * Runs a part that ends by itself.
 * @throws Error when it fails, with what it last wrote
 */
export async function runPart(definition: PartDefinition, dataFolder: string, signal: AbortSignal): Promise<void> {
  const part = await startPart(definition, dataFolder);
  const stopping = () => void part.stop();
  signal.addEventListener('abort', stopping);
  const exit = await part.exited;
  signal.removeEventListener('abort', stopping);
  signal.throwIfAborted();
  if (!exit.ok) throw new Error(describeExit(exit));
}

/**
 * Waits until a part answers.
 * @throws Error when it ends first, or doesn't answer in 90 s
 */
export async function waitUntilHealthy(definition: PartDefinition, part: RunningPart, signal: AbortSignal): Promise<void> {
  const { healthUrl } = definition;
  if (healthUrl === null) return;
  let exit: PartExit | null = null;
  void part.exited.then((ended) => (exit = ended));
  const deadline = performance.now() + healthTimeoutMs;
  while (!(await answers(healthUrl))) {
    signal.throwIfAborted();
    if (exit !== null) throw new Error(describeExit(exit));
    if (performance.now() > deadline) throw new Error(`${definition.name} doesn't answer at ${healthUrl} after ${healthTimeoutMs / 1000} s.`);
    await sleep(100);
  }
}

/** One line on how it ended, and below it what it last wrote. */
export function describeExit(exit: PartExit): string {
  const lines = exit.lastLines === '' ? 'It wrote nothing.' : exit.lastLines.replaceAll(/^/gm, '  | ');
  return `${exit.name} ${exit.reason}. Its last lines:\n${lines}`;
}

async function watchExit(child: ChildProcess, name: string, logFile: string): Promise<PartExit> {
  const reason = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not run: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
  });
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return { name, reason, ok: child.exitCode === 0, lastLines: text.trimEnd().split('\n').slice(-20).join('\n') };
}

async function stop(child: ChildProcess, exited: Promise<PartExit>, patienceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await exited;
  clearTimeout(timer);
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
