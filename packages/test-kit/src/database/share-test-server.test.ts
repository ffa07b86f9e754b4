import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// In a process of its own: this one already shares the server of the whole run.
test('a run that shares a server leaves neither the server nor its folder', async () => {
  const script = fileURLToPath(new URL('whole-run.fixture.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { ...process.env, MAIS_TEST_SERVER: undefined, DATABASE_URL: '' } });
  const { folder, sameServer } = JSON.parse(stdout) as { folder: string; sameServer: boolean };
  expect(sameServer).toBe(true);
  expect(folder).toContain('mais-test-database-');
  expect(existsSync(folder)).toBe(false);
});

test('a run on a server of the developer drops its databases, templates included, and nothing else', async () => {
  const script = fileURLToPath(new URL('foreign-server.fixture.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { ...process.env, MAIS_TEST_SERVER: undefined } });
  expect(JSON.parse(stdout)).toEqual({ during: 3, after: ['postgres', 'somebody_elses'] });
});
