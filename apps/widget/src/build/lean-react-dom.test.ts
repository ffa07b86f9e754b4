import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAst } from 'vite';

import { events, hooks, withoutUnused } from './lean-react-dom.ts';

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
  expect(text).not.toMatch(/from 'react-dom'(?<!import \{ flushSync \} from 'react-dom')/u);
  expect(listenedTo(text, name).filter((event) => !events.includes(event))).toEqual([]);
});

/** What the elements of a source listen to, also by properties that are spread over them. */
function listenedTo(text: string, name: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, name: element, attributes } = node as { type?: string; name?: { type: string; name: string }; attributes?: { type: string; name?: { name: string } }[] };
    if (type === 'JSXOpeningElement' && /^[a-z]/u.test(element?.name ?? '')) {
      found.push(...(attributes ?? []).flatMap((attribute) => (/^on[A-Z]/u.test(attribute.name?.name ?? '') ? [attribute.name?.name ?? ''] : [])));
    }
    for (const part of Object.values(node)) for (const child of Array.isArray(part) ? part : [part]) visit(child);
  };
  visit(parseAst(text, { lang: name.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

test('registers what the widget listens to, and nothing else', () => {
  expect(listenedTo('const one = <a onMouseEnter={f} onClick={f}><B onOther={f} /></a>;', 'one.tsx')).toEqual(['onMouseEnter', 'onClick']);
  const listed = (/simpleEventPluginEvents =\s+"([^"]*)"/u.exec(lean)?.[1] ?? '').split(' ').map((name) => `on${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);
  const single = [...lean.matchAll(/^ *register\w+Event\([^)]*?"(on\w+)"/gmu)].map(([, name]) => name);
  expect([...listed, ...single].toSorted()).toEqual(events.toSorted());
});
