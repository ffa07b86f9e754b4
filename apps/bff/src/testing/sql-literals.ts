/** A string or template of a source file that is SQL, with the fragments it is made of put in. */
export interface SqlLiteral {
  readonly line: number;
  readonly text: string;
}

/** What SQL begins with; words of prose, such as "Release a hold", begin otherwise. */
const SQL = new RegExp(`^\\s*(?:${[
  'select\\s', 'insert\\s+into\\s', 'update\\s+"?\\w+"?\\s+set\\s', 'delete\\s+from\\s', 'with\\s+\\w+\\s+as\\s*\\(', 'truncate\\s+\\w+$', 'savepoint\\s+\\w+$', 'release\\s+savepoint\\s',
  'rollback\\b', 'begin(?:\\s+read\\s+only)?$', 'commit$', 'listen\\s+\\w+$', 'notify\\s+\\w+', 'set\\s+(?:local|session)\\s', 'lock\\s+table\\s',
  '(?:create|alter|drop)\\s+(?:table|index|role|schema|policy|function|database)\\b', 'grant\\s+\\w+.*\\sto\\s', 'do\\s+\\$\\$',
].join('|')})`, 'i');
const MENTIONS_TABLE = /\b(?:from|join|into|update)\s+[a-z_]+\b/i;

/**
 * Finds every SQL string of a TypeScript source.
 *
 * A fragment that is named in a query (`${inScope(tx)}`, `${overlap}`) is looked up among the functions and constants of the
 * same file and put in its place, so that a filter may stand in one.
 */
export function findSqlLiterals(source: string): SqlLiteral[] {
  const literals = readLiterals(source);
  const fragments = new Map<string, string>();
  for (const { start, text } of literals) {
    const name = nameBefore(source.slice(0, start));
    if (name !== null) fragments.set(name, `${fragments.get(name) ?? ''} ${text}`);
  }
  return literals
    .filter(({ text, tagged }) => SQL.test(text) || (tagged && MENTIONS_TABLE.test(text)))
    .map(({ start, text }) => ({ line: source.slice(0, start).split('\n').length, text: expand(text, fragments) }));
}

function expand(text: string, fragments: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?:\([^}]*\))?\}/g, (whole, name: string) => {
    const fragment = fragments.get(name);
    return fragment === undefined || fragment.includes(whole) ? whole : expand(fragment, fragments);
  });
}

/** The constant that the template is the value of, or the function that it stands in. */
function nameBefore(code: string): string | null {
  const constant = /const (\w+) =\s*(?:await )?[\w.]+(?:<[^`;=]*>)?$/.exec(code)?.[1];
  return constant ?? [...code.matchAll(/(?:^|\n)\s*(?:export )?(?:async )?function (\w+)/g)].at(-1)?.[1] ?? null;
}

interface Literal {
  readonly start: number;
  readonly text: string;
  readonly tagged: boolean;
}

/** Reads strings and templates; what stands in `${…}` stays as it is, and templates in it are literals of their own. */
function readLiterals(source: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;
  while (at < source.length) at = readToken(source, at, found);
  return found;
}

/** @returns where the token that begins here ends */
function readToken(source: string, at: number, found: Literal[]): number {
  const two = source.slice(at, at + 2);
  if (two === '//') return indexOrEnd(source, '\n', at);
  if (two === '/*') return indexOrEnd(source, '*/', at) + 2;
  const character = source[at];
  if (character === '`') return readTemplate(source, at, found);
  if (character === "'" || character === '"') return readString(source, at, character, found);
  if (character === '/' && /(?:^|[=(,:[!&|?{};>]|\breturn)\s*$/.test(source.slice(Math.max(0, at - 20), at))) return readRegExp(source, at);
  return at + 1;
}

function readTemplate(source: string, start: number, found: Literal[]): number {
  let at = start + 1;
  while (at < source.length && source[at] !== '`') {
    if (source[at] === '\\') at += 2;
    else if (source.startsWith('${', at)) at = readExpression(source, at + 2, found);
    else at += 1;
  }
  found.push({ start, text: source.slice(start + 1, at), tagged: /[\w>\])]$/.test(source.slice(0, start)) });
  return at + 1;
}

function readExpression(source: string, start: number, found: Literal[]): number {
  let depth = 1;
  let at = start;
  while (at < source.length) {
    if (source[at] === '{') depth += 1;
    if (source[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
    at = readToken(source, at, found);
  }
  return at;
}

function readString(source: string, start: number, quote: string, found: Literal[]): number {
  let at = start + 1;
  while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
  found.push({ start, text: source.slice(start + 1, at), tagged: false });
  return at + 1;
}

function readRegExp(source: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '[') inClass = true;
    else if (source[at] === ']') inClass = false;
    else if (source[at] === '/' && !inClass) return at + 1;
  }
  return source.length;
}

function indexOrEnd(source: string, text: string, from: number): number {
  const index = source.indexOf(text, from);
  return index === -1 ? source.length : index;
}
