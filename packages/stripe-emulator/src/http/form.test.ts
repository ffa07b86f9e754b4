import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalForm, decodeForm } from './form.ts';
import type { FormValue } from './form.ts';

const names = fc.string({ minLength: 1, maxLength: 8 }).filter((name) => !/[[\]]/.test(name));
const { tree } = fc.letrec<{ tree: FormValue }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, fc.string(), fc.dictionary(names, tie('tree'), { minKeys: 1, maxKeys: 4 })),
}));

function encode(value: FormValue, name: string): Array<[string, string]> {
  if (typeof value === 'string') return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) => encode(inner, name === '' ? key : `${name}[${key}]`));
}

test('whatever is encoded comes back as it was, whatever its names', () => {
  fc.assert(
    fc.property(fc.dictionary(names, tree, { minKeys: 1, maxKeys: 5 }), (form) => {
      const text = new URLSearchParams(encode(form, '')).toString();
      expect(canonicalForm(decodeForm(text))).toBe(canonicalForm(form));
    }),
  );
});

test('lists may be numbered or not', () => {
  expect(canonicalForm(decodeForm('expand[]=a&expand[]=b'))).toBe(canonicalForm(decodeForm('expand[0]=a&expand[1]=b')));
});

test('a name can be a value or a hash, not both', () => {
  expect(() => decodeForm('a=1&a[b]=2')).toThrow('both a value and a hash');
  expect(() => decodeForm('a[b]=2&a=1')).toThrow('both a value and a hash');
});
