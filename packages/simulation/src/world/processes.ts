import { setTimeout as sleep } from 'node:timers/promises';
import { describeExit, type PartDefinition, type PartExit, type RunningPart, startPart, waitUntilHealthy } from '@mais/local-stack';

/** A process of the product that may be killed any time, and comes back. */
export interface ManagedProcess {
  readonly name: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** `kill -9` now; it is started again after a while. Does nothing to one that isn't up. */
  kill(backAfterMs: number): void;
  /**
   * Resolves when it is up, however often it was killed before.
   * @throws Error when it isn't in time, with how it ended last
   */
  up(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/**
 * Only ever touches the processes that it has started itself; they end with this one, however this one ends.
 * @param folder where `logs/` goes; each start has a log of its own
 * @param patienceMs how long it may take to come up
 */
export function manageProcess(definition: PartDefinition, folder: string, patienceMs = 120_000): ManagedProcess {
  const ending = new AbortController();
  let running: RunningPart | null = null;
  let starts = 0;
  let coming: Promise<void> = Promise.resolve();
  let lastExit: PartExit | null = null;

  async function start(): Promise<void> {
    if (ending.signal.aborted) return;
    starts += 1;
    const numbered = { ...definition, name: `${definition.name}.${starts}` };
    const part = await startPart(numbered, folder);
    running = part;
    void bringBack(part);
    await waitUntilHealthy(numbered, part, ending.signal).catch(() => {});
  }

  /** One may end by itself, as when its database is cut off while it starts: a supervisor would start it again, too. */
  async function bringBack(part: RunningPart): Promise<void> {
    lastExit = await part.exited;
    if (running === part) comeBack(300);
  }

  function comeBack(afterMs: number): void {
    running = null;
    coming = startAfter(coming, afterMs);
  }

  async function startAfter(before: Promise<void>, afterMs: number): Promise<void> {
    await before;
    await sleep(afterMs);
    await start();
  }

  return {
    name: definition.name,
    async start() {
      coming = start();
      await coming;
    },
    kill(backAfterMs) {
      const part = running;
      if (part === null || ending.signal.aborted) return;
      comeBack(backAfterMs);
      try {
        process.kill(part.pid, 'SIGKILL');
      } catch {
        // It went by itself in this very moment.
      }
    },
    async up() {
      const deadline = performance.now() + patienceMs;
      for (let seen: Promise<void> | null = null; seen !== coming; ) {
        // One that can't start is started again and again.
        if (performance.now() > deadline) throw new Error(`${definition.name} does not come up. ${lastExit ? describeExit(lastExit) : ''}`);
        seen = coming;
        await seen;
      }
    },
    async stop() {
      ending.abort(new Error('the run has ended'));
      await coming.catch(() => {});
      const part = running;
      running = null;
      if (part === null) return;
      try {
        process.kill(part.pid, 'SIGKILL');
      } catch {
        // Gone already.
      }
      await part.exited;
    },
  };
}
