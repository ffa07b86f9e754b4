// Tenants write CSS for these classes, so a renamed one is a look that is lost without a word.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const [, promised = ''] = readFileSync(join(root, 'docs/theming.md'), 'utf8').split('### Classes that stay');
const classes = [...promised.matchAll(/`[.](mais-[\w-]+)`/g)].map(([, name = '']) => name);
const sources = globSync(['apps/widget/src/**/*.tsx', 'packages/ui/src/**/*.tsx'], { cwd: root })
  .filter((file) => !file.includes('.test.'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

test('the documents promise classes', () => {
  expect(classes.length).toBeGreaterThan(20);
});

test.each(classes)('%s is a class of the widget', (name) => {
  expect(sources).toMatch(new RegExp(`(?<=["'\`\\s])${name}(?=["'\`\\s])`));
});
