// What docs/webhooks.md tells receivers to do works on what we send.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { eventTypes } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateWebhookSecret, signDelivery } from './sign-delivery.ts';

type Verify = (rawBody: string, header: string, secret: string, nowSeconds?: number) => boolean;

describe('the documentation of webhooks', () => {
  let page: string;
  let folder: string;
  beforeAll(async () => {
    page = await readFile(fileURLToPath(new URL('../../../../../docs/webhooks.md', import.meta.url)), 'utf8');
    folder = await mkdtemp(join(tmpdir(), 'mais-webhooks-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function sample(language: string): string {
    return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(page)?.[1] ?? '';
  }

  const at = new Date('2027-01-01T10:00:00.900Z');
  const now = at.getTime() / 1000;
  const body = '{"id":"1","data":{"name":"Müller"}}';
  const [old, fresh] = [generateWebhookSecret(), generateWebhookSecret()];
  const both = signDelivery([fresh, old], body, at);
  const cases: [label: string, body: string, header: string, secret: string, now: number, isGood: boolean][] = [
    ['what we sent', body, signDelivery([fresh], body, at), fresh, now, true],
    ['the new secret of two', body, both, fresh, now, true],
    ['the old secret of two', body, both, old, now + 299, true],
    ['another secret', body, both, generateWebhookSecret(), now, false],
    ['another body', `${body} `, both, fresh, now, false],
    ['what is old', body, both, fresh, now + 302, false],
    ['what is of the future', body, both, fresh, now - 302, false],
    ['another time', body, both.replace(/t=\d+/, `t=${Math.floor(now) + 10}`), fresh, now, false],
    ['no time', body, both.replace(/t=\d+,/, ''), fresh, now, false],
    ['no signature', body, `t=${Math.floor(now)}`, fresh, now, false],
    ['an empty signature', body, `t=${Math.floor(now)},v1=`, fresh, now, false],
    ['nonsense', body, 'nonsense', fresh, now, false],
    ['nothing', body, '', fresh, now, false],
  ];

  it('has a sample in TypeScript that tells right from wrong', async () => {
    const file = join(folder, 'verify.ts');
    await writeFile(file, sample('ts'));
    const { verifyWebhook } = (await import(pathToFileURL(file).href)) as { verifyWebhook: Verify };
    for (const [label, ...args] of cases) expect(verifyWebhook(args[0], args[1], args[2], args[3]), label).toBe(args[4]);
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('has a sample in Python that tells right from wrong', async () => {
    const file = join(folder, 'verify.py');
    await writeFile(file, `${sample('python')}
import json
import sys

for case in json.load(sys.stdin):
    print(json.dumps(verify_webhook(case[1].encode(), case[2], case[3], case[4])))
`);
    const { stdout, stderr } = spawnSync('python3', [file], { input: JSON.stringify(cases), encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(cases.map((one) => String(one[5])));
  });

  it('lists every event, with an example that is JSON', () => {
    const rows = [...page.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \| [^|]+ \| `(.+)` \|$/gm)];
    expect(rows.map(([, type]) => type)).toEqual([...eventTypes]);
    for (const [, type, example = ''] of rows) expect(() => JSON.parse(example) as unknown, type).not.toThrow();
  });
});
