import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import { en } from './en.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));

/** Keys that are put together where they are said. */
const composed = [
  /^(ended|trouble)\.\w+\.(title|body)$/u,
  /^(trouble|steps)\.\w+$/u,
  /^time\.(morning|afternoon|evening)$/u,
  /^manage\.done\.\w+$/u,
  /^details\.(name|email|phone|note)$/u,
];

test('every message is said somewhere, or nobody would have to translate it', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: folder }).filter((name) => !name.startsWith('messages/') && !name.includes('.test.'));
  const code = files.map((name) => readFileSync(folder + name, 'utf8')).join('\n');
  const unsaid = Object.keys(en).filter((key) => !code.includes(`'${key}'`) && composed.every((pattern) => !pattern.test(key)));
  expect(unsaid).toEqual([]);
});
