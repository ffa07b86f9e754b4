// Checks the types of every package and of the tooling, each with its own tsconfig.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const projects = globSync(['packages/*/tsconfig.json', 'apps/*/tsconfig.json', 'e2e/tsconfig.json', '.ci/tsconfig.json'], { cwd: root });
const waiting = projects.toSorted();
const failed: string[] = [];

await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, checkNext));
console.log(`${projects.length - failed.length} of ${projects.length} projects are well typed`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function checkNext(): Promise<void> {
  for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
    const child = spawn('tsc', ['--project', project, '--pretty', 'false'], { cwd: root, stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) failed.push(project);
  }
}
