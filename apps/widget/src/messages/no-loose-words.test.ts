import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const sources = ['../', '../../../../packages/ui/src/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
const files = sources.flatMap((folder) => globSync('**/*.tsx', { cwd: folder }).map((name) => folder + name));

test.each(files.map((file) => [file.replace(/^.*\/(?=apps|packages)/u, ''), file] as const))('%s says nothing that is not in the catalogs', (_, file) => {
  expect(looseWords(readFileSync(file, 'utf8'))).toEqual([]);
});

test.each([
  ['<p>Hello</p>', 'Hello'],
  ['<p>{isLong ? `Wait ${name}` : say("time.held")}</p>', 'Wait '],
  ['<p>{count > 0 && "left"}</p>', 'left'],
  ['<button aria-label="Close" />', 'Close'],
  ['<input placeholder={"Name"} />', 'Name'],
  ['<Notice title={isBad ? "Oh no" : say("app.back")} />', 'Oh no'],
  ['<TextField mark="(optional)" />', '(optional)'],
])('it would notice %s', (source, words) => {
  expect(looseWords(`const it = ${source};`)).toEqual([words]);
});

test.each(['<p className="mais-time">{say("time.held")} · {price}</p>', '<Icon name="onward" />', '<p>{state === "full" && <b data-state="full" />}</p>', '<p>{`${a} × ${b}`}</p>'])(
  'it lets %s pass',
  (source) => expect(looseWords(`const it = ${source};`)).toEqual([]),
);

// What a customer reads or hears; other attributes are for the browser or for our own components.
const spoken = /^(aria-(label|description|placeholder|roledescription|valuetext)|abbr|alt|error|hint|label|labels|mark|placeholder|title)$/u;

/** Letters that stand in JSX where a customer would read or hear them. */
function looseWords(source: string): string[] {
  const { program, errors } = parseSync('component.tsx', source);
  if (errors.length > 0) throw new Error(errors[0]?.message);
  const words: string[] = [];
  visit(program, false);
  return words.filter((text) => /\p{Letter}/u.test(text));

  function visit(node: unknown, isRead: boolean): void {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, isRead));
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const { type, ...parts } = node as { type: string } & Record<string, unknown>;
    if (type === 'JSXText' || (isRead && type === 'Literal' && typeof parts['value'] === 'string')) words.push(String(parts['value']));
    if (isRead && type === 'TemplateElement') words.push((parts['value'] as { cooked: string }).cooked);
    // Keys of messages, and what is compared, nobody reads.
    if (type === 'CallExpression') return visitAll([parts['callee'], ...(parts['arguments'] as unknown[]).filter(isFunction)], false);
    if (type === 'BinaryExpression') return;
    if (type === 'MemberExpression') return visit(parts['object'], false);
    if (type === 'ConditionalExpression') return visitAll([parts['consequent'], parts['alternate']], isRead);
    if (type === 'LogicalExpression' && parts['operator'] === '&&') return visit(parts['right'], isRead);
    if (type === 'JSXAttribute') return visit(parts['value'], spoken.test((parts['name'] as { name: string }).name));
    if (type === 'JSXElement' || type === 'JSXFragment') {
      visit(parts['openingElement'], false);
      return visit(parts['children'], true);
    }
    // In `labels={{ fewer: 'Fewer' }}` the values are read, the names are not.
    if (type === 'Property') return visit(parts['value'], isRead);
    visitAll(Object.values(parts), isRead && type !== 'ArrowFunctionExpression');
  }

  function visitAll(nodes: readonly unknown[], isRead: boolean): void {
    for (const node of nodes) visit(node, isRead);
  }
}

function isFunction(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'ArrowFunctionExpression';
}
