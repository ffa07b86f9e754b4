import { invalidRequest } from './api-error.ts';

/** A decoded form value; a list is a hash whose keys are numbers or empty. */
export type FormValue = string | FormHash;
export interface FormHash {
  readonly [key: string]: FormValue;
}

type MutableHash = { [key: string]: string | MutableHash };

/**
 * Decodes Stripe's bracketed form encoding, as `metadata[order]=7&expand[]=charge`.
 * @throws ApiError 400 when a name is used both as a value and as a hash
 */
export function decodeForm(text: string): FormHash {
  const root = newHash();
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = keysOf(name);
    const last = keys.pop() ?? '';
    let target = root;
    for (const key of keys) target = descend(target, key, name);
    if (typeof target[last] === 'object') throw invalidRequest(`Invalid parameters: ${name} is both a value and a hash`, { param: name });
    target[last === '' ? String(Object.keys(target).length) : last] = value;
  }
  return root;
}

/** The same text for the same parameters, whatever their order. */
export function canonicalForm(value: FormValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalForm(value[name] ?? '')}`).join(',')}}`;
}

function keysOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  const brackets = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return [name.slice(0, open), ...brackets];
}

function descend(target: MutableHash, key: string, name: string): MutableHash {
  // `list[][field]` begins a new element; Stripe's own libraries always number theirs.
  const index = key === '' ? String(Object.keys(target).length) : key;
  const next = target[index] ?? newHash();
  if (typeof next === 'string') throw invalidRequest(`Invalid parameters: ${name} is both a value and a hash`, { param: name });
  target[index] = next;
  return next;
}

// Without a prototype, a parameter named `__proto__` or `constructor` is a name like any other.
function newHash(): MutableHash {
  return Object.create(null) as MutableHash;
}
