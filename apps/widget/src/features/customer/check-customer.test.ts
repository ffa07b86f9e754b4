import { expect, test } from 'vitest';

import { checkCustomer } from './check-customer.ts';

const fine = { name: 'Ana', email: 'ana@example.com', phone: '', note: '' };

test('takes a name and an e-mail address, the rest is optional', () => {
  expect(checkCustomer(fine)).toEqual({});
});

test('says what is missing', () => {
  expect(checkCustomer({ name: '  ', email: '', phone: '', note: '' })).toEqual({
    name: { key: 'details.nameMissing' }, email: { key: 'details.emailMissing' },
  });
});

test.each(['ana', 'ana@', 'ana@example', 'ana@@example.com', 'ana @example.com', '@example.com', 'ana@example..com', 'ana@example.com.'])('does not take %s for an address', (email) => {
  expect(checkCustomer({ ...fine, email })).toEqual({ email: { key: 'details.emailWrong' } });
});

test.each(['ana@example.com', ' ana@example.com ', 'o\'brien+tag@mail.example.co.nz', '抹茶@例え.テスト'])('takes %s for an address', (email) => {
  expect(checkCustomer({ ...fine, email })).toEqual({});
});

test.each(['+1 (212) 555-0100', '030/123456', '09 123 4567', '+971501234567', '555-0100 ext. 12'])('takes %s for a phone number', (phone) => {
  expect(checkCustomer({ ...fine, phone })).toEqual({});
});

test.each(['call me', '123', '++49 30', '1'.repeat(20)])('does not take %s for a phone number', (phone) => {
  expect(checkCustomer({ ...fine, phone })).toMatchObject({ phone: { key: 'details.phoneWrong' } });
});

test('says how long a note may be', () => {
  expect(checkCustomer({ ...fine, note: 'x'.repeat(2001) })).toEqual({ note: { key: 'details.tooLong', values: { max: 2000 } } });
});
