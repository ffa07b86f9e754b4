import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { manageProcess } from './processes.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-processes-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('one that can’t start ends the waiting for it, with what it last wrote', async () => {
  const script = join(folder, 'broken.mjs');
  await writeFile(script, "console.error('the port is taken'); process.exit(1);");
  const broken = manageProcess({ name: 'broken', script, env: {}, healthUrl: 'http://127.0.0.1:9/nobody' }, folder, 500);
  await broken.start();
  await expect(broken.up()).rejects.toThrow(/broken does not come up[^]*the port is taken/);
  await broken.stop();
});

test('one that was killed comes back', async () => {
  const script = join(folder, 'steady.mjs');
  await writeFile(script, 'setInterval(() => {}, 1_000);');
  const steady = manageProcess({ name: 'steady', script, env: {}, healthUrl: null }, folder);
  await steady.start();
  steady.kill(10);
  await steady.up();
  await steady.stop();
});
