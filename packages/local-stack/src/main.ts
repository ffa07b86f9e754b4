import { resolve } from 'node:path';

import { readPorts } from './ports.ts';
import { type RunningStack, startStack } from './start-stack.ts';
import { watchStarter } from './starter.ts';
import { repositoryRoot } from './workspace.ts';

const interrupt = new AbortController();
const interrupted = new Promise<null>((settle) => {
  interrupt.signal.addEventListener('abort', () => settle(null));
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stopOrLeave);
watchStarter(() => interrupt.abort());
// Nobody may be reading any more; stopping in order matters more.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exit(await main());

async function main(): Promise<number> {
  let stack: RunningStack;
  try {
    stack = await startStack({
      ports: readPorts(process.env),
      dataFolder: resolve(repositoryRoot, process.env.MAIS_DATA_DIR || '.mais'),
      env: process.env,
      log: (line) => console.log(`… ${line}`),
      signal: interrupt.signal,
    });
  } catch (error) {
    if (interrupt.signal.aborted) return 0;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  announce(stack);
  const crash = await Promise.race([stack.crashed, interrupted]);
  if (crash !== null) console.error(`\n${crash}\n`);
  console.log('stopping');
  await stack.stop();
  return crash === null ? 0 : 1;
}

function announce({ addresses }: RunningStack): void {
  console.log(`
  demo site        ${addresses.demoSite}
  BFF and widget   ${addresses.bff}
  Stripe           ${addresses.emulator ?? 'the real one, with your keys'}

Ctrl-C stops everything; the data stays.`);
}

/** Asked a second time, it leaves at once; the parts notice and stop by themselves. */
function stopOrLeave(): void {
  if (interrupt.signal.aborted) process.exit(1);
  interrupt.abort();
}
