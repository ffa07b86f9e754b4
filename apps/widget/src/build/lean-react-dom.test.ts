import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAst } from 'vite';

import { hooks, withoutUnused } from './lean-react-dom.ts';

const reactDom = join(dirname(createRequire(import.meta.url).resolve('react-dom/package.json')), 'cjs/react-dom-client.production.js');
const original = readFileSync(reactDom, 'utf8');
const lean = withoutUnused(original, parseAst(original));

test('leaves code that can be read, on the lines where it was', () => {
  expect(() => parseAst(lean)).not.toThrow();
  expect(lean.split('\n')).toHaveLength(original.split('\n').length);
  expect(lean).toContain('exports.createRoot = function');
  expect(lean).not.toContain('exports.hydrateRoot');
  expect(lean).not.toMatch(/isHydrating = !0|useActionState:/u);
});

test('keeps the keys of a keyboard and the lanes, whose numbers are those of the kinds', () => {
  for (const kept of ['27: "Escape"', 'case 27:', '31 - clz32(']) if (original.includes(kept)) expect(lean).toContain(kept);
});

test('stops where React has changed', () => {
  const changed = original.replaceAll('isHydrating', 'hydrates');
  expect(() => withoutUnused(changed, parseAst(changed))).toThrow('has no isHydrating');
});

const sources = fileURLToPath(new URL('../../', import.meta.url));
const ui = fileURLToPath(new URL('../../../../packages/ui/', import.meta.url));

test.each([sources, ui].flatMap((folder) => globSync('src/**/*.{ts,tsx}', { cwd: folder }).map((name) => join(folder, name))).filter((name) => !name.includes('/build/')))('%s uses nothing of what is left out', (name) => {
  const text = readFileSync(name, 'utf8');
  expect(text).not.toMatch(new RegExp(`\\b(?:${hooks.join('|')}|hydrateRoot|SuspenseList|ViewTransition|Activity)\\b`, 'u'));
  expect(text).not.toMatch(/<(?:html|head|body|link|meta|title|style|script)[ >]|<Fragment[^>]* ref=/u);
  expect(text).not.toMatch(/from 'react-dom'/u);
});
