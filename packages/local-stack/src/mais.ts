// `pnpm mais <command>`: the BFF's command line, on the stack that runs here or on the database that DATABASE_URL names.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

import { readCommandEnvironment } from './command-environment.ts';
import { repositoryRoot } from './workspace.ts';

const args = process.argv.slice(2);
const dataFolder = resolve(repositoryRoot, process.env.MAIS_DATA_DIR || '.mais');
try {
  const standsAlone = process.env.DATABASE_URL || args.includes('--help');
  const env = standsAlone ? process.env : { ...process.env, ...(await readCommandEnvironment(dataFolder)) };
  const child = spawn(process.execPath, [join(repositoryRoot, 'apps/bff/src/cli.ts'), ...args], { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
