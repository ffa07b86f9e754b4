import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure has to be read with. */
export interface MachineFacts {
  readonly processor: string;
  readonly memory: string;
  readonly node: string;
  readonly postgres: string;
  readonly day: string;
  /** how busy others kept the machine: the load average before the first benchmark */
  readonly load: string;
}

/** @param postgres the server's own word for its version, such as `18.4` */
export function describeMachine(postgres: string, load: number): MachineFacts {
  const cores = availableParallelism();
  const model = cpus()[0]?.model.trim() ?? '';
  return {
    processor: `${cores} ${cores === 1 ? 'core' : 'cores'}${model === '' || model === 'unknown' ? '' : `, ${model}`}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.versions.node,
    postgres,
    day: new Date().toISOString().slice(0, 10),
    load: load.toFixed(1),
  };
}

/** Tasks that ran or wanted to, on average over the last minute; 0 where the system doesn't say. */
export function currentLoad(): number {
  return loadavg()[0] ?? 0;
}
