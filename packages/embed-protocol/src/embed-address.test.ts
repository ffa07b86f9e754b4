import { expect, test } from 'vitest';
import { addressElsewhere } from './embed-address.ts';

const here = 'https://book.example/embed/bellaweddings?v=1&key=pk_test_a&host=https%3A%2F%2Fshop.example&lang=en&theme=dark';

test('stays when tenant and key are those of its address', () => {
  expect(addressElsewhere(here, new Map([['tenant', 'bellaweddings'], ['api-key', 'pk_test_a'], ['lang', 'fr']]))).toBeNull();
});

test('goes to another tenant with all that the element says now', () => {
  const attributes = new Map([['tenant', 'studionord'], ['api-key', 'pk_test_b'], ['lang', 'de']]);
  expect(addressElsewhere(here, attributes)).toBe('https://book.example/embed/studionord?v=1&key=pk_test_b&host=https%3A%2F%2Fshop.example&lang=de');
});

test.each(['//evil.example', '../../admin', 'https://evil.example/', '\\\\evil.example', 'javascript:alert(1)'])('never leaves its origin for the tenant %s', (tenant) => {
  const address = addressElsewhere(here, new Map([['tenant', tenant], ['api-key', 'k']]));
  expect(new URL(address ?? '').origin).toBe('https://book.example');
  expect(new URL(address ?? '').pathname).toMatch(/^\/embed\/[^/]+$/);
});

test.each([[], [['tenant', 'studionord']], [['api-key', 'k']], [['tenant', ''], ['api-key', '']]] as [string, string][][])('stays when %j says too little', (...attributes) => {
  expect(addressElsewhere(here, new Map(attributes))).toBeNull();
});
