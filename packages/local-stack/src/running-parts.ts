import { describeExit, type PartDefinition, type RunningPart, startPart, waitUntilHealthy } from './part.ts';
import type { StackDatabase } from './stack-database.ts';

/** What has been started so far, in the order in which it depends on each other. */
export class RunningParts {
  /** resolves with the reason when one ends before it is asked to */
  readonly crashed: Promise<string>;
  readonly #dataFolder: string;
  readonly #signal: AbortSignal;
  readonly #parts: RunningPart[] = [];
  #database: StackDatabase | null = null;
  #stopping = false;
  readonly #crash: (reason: string) => void;

  constructor(dataFolder: string, signal: AbortSignal) {
    this.#dataFolder = dataFolder;
    this.#signal = signal;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.crashed = promise;
    this.#crash = resolve;
  }

  /** Opens the database; everything else is stopped before it. */
  async open(open: () => Promise<StackDatabase>): Promise<StackDatabase> {
    this.#database = await open();
    void this.#database.exited.then(() => this.#report('The database stopped. What it said is in postgres/server.log of the data folder.'));
    this.#signal.throwIfAborted();
    return this.#database;
  }

  /** Starts a part and waits until it answers. */
  async start(definition: PartDefinition): Promise<void> {
    this.#signal.throwIfAborted();
    const part = await startPart(definition, this.#dataFolder);
    this.#parts.push(part);
    if (this.#stopping) await part.stop();
    void part.exited.then((exit) => this.#report(describeExit(exit)));
    await waitUntilHealthy(definition, part, this.#signal);
  }

  /** Stops all of it, the last one first. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const part of this.#parts.toReversed()) await part.stop();
    await this.#database?.stop();
  }

  #report(reason: string): void {
    if (!this.#stopping) this.#crash(reason);
  }
}
