import { expect, test } from 'vitest';
import { toAttributes } from './attributes.ts';

test('writes options as the element’s attributes', () => {
  expect(toAttributes({
    tenant: 'bellaweddings', apiKey: 'pk_live_1', mode: 'popup', package: 'elopement', lang: 'de', theme: 'dark', label: 'Buchen', look: 'color:red',
    prefill: { name: 'Ana', email: 'ana@example.com', answers: { Guest_Count: '120' } },
  })).toEqual({
    tenant: 'bellaweddings', 'api-key': 'pk_live_1', mode: 'popup', package: 'elopement', lang: 'de', theme: 'dark', label: 'Buchen', look: 'color:red',
    'prefill-name': 'Ana', 'prefill-email': 'ana@example.com', 'prefill-answer-guest_count': '120',
  });
});

test('leaves out what is not said, and passes on nothing else', () => {
  const options = { tenant: 't', apiKey: 'k', package: '', onReady: () => {}, prefill: { name: '' } };
  expect(toAttributes(options)).toEqual({ tenant: 't', 'api-key': 'k' });
});
