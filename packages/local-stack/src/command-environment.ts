import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'command-environment.json';

/** Keeps what a command needs to act on the running stack; it holds secrets, so it is for its owner alone. */
export async function writeCommandEnvironment(folder: string, env: Readonly<Record<string, string>>): Promise<void> {
  const file = join(folder, fileName);
  await writeFile(`${file}.new`, `${JSON.stringify(env, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** @throws Error when no stack runs on the folder */
export async function readCommandEnvironment(folder: string): Promise<Record<string, string>> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`Nothing runs on the data folder ${folder}: run start first, or set DATABASE_URL and the rest of the environment yourself.`);
    throw error;
  });
  return JSON.parse(text) as Record<string, string>;
}

export async function removeCommandEnvironment(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}
