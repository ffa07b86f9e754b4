import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { listSourceFolders, repositoryRoot } from './workspace.ts';

interface Build {
  name: string;
  folder: string;
  /** in `dist`, there when the build has been made */
  output: string;
  /** the scripts and their arguments, run in `folder` one after the other */
  commands: (folder: string) => string[][];
}

const builds: Build[] = [
  {
    name: 'sdk',
    folder: join(repositoryRoot, 'packages/sdk'),
    output: 'mais-sdk.js',
    commands: () => [['src/build.ts']],
  },
  {
    name: 'widget',
    folder: join(repositoryRoot, 'apps/widget'),
    output: '.server/first-picture.js',
    commands: (folder) => {
      const vite = join(createRequire(join(folder, 'package.json')).resolve('vite/package.json'), '../bin/vite.js');
      return [[vite, 'build'], [vite, 'build', '--ssr', 'src/first-picture.tsx']];
    },
  },
];

const stamps = join(repositoryRoot, 'node_modules/.cache/mais-builds');

/**
 * Builds what the browser loads, the loader and the widget, where its sources have changed since the last time.
 * @param log told of each build that is made
 * @param signal stops a build under way
 * @throws Error with the build's output when it fails
 */
export async function buildAll(log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  for (const build of builds) {
    const inputs = await hashInputs(build.folder);
    const stamp = join(stamps, build.name);
    const made = await readFile(stamp, 'utf8').catch(() => '');
    if (made === inputs && existsSync(join(build.folder, 'dist', build.output))) continue;
    const startedAt = performance.now();
    for (const command of build.commands(build.folder)) await run(build, command, signal);
    await mkdir(stamps, { recursive: true });
    await writeFile(stamp, inputs);
    log(`built ${build.name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

async function run(build: Build, command: string[], signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const env = { ...process.env, NODE_ENV: 'production' };
    execFile(process.execPath, command, { cwd: build.folder, env, ...(signal && { signal }) }, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`The build of ${build.name} failed:\n${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** Contents, not times: a fresh clone and a changed branch both give files new times. */
async function hashInputs(folder: string): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(join(repositoryRoot, 'pnpm-lock.yaml')));
  for (const source of [...listSourceFolders(folder)].toSorted()) {
    for (const file of await listFiles(source)) hash.update(`${file}\0`).update(await readFile(file)).update('\0');
  }
  return hash.digest('hex');
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
      .map((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)])),
  );
  return nested.flat().toSorted();
}

if (import.meta.main) {
  await buildAll((line) => console.log(line));
  console.log('The builds are up to date.');
}
