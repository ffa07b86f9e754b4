import { expect, test } from 'vitest';

import { waitlistOfAddress, withoutWaitlist } from './waitlist-address.ts';

const address = 'https://book.example.com/book/bellaweddings/elopement?waitlist=w1&lang=de#token=a.b%2Bc';

test('finds the entry that an e-mail leads to, and takes it out of the address', () => {
  expect(waitlistOfAddress(address)).toEqual({ id: 'w1', token: 'a.b+c' });
  expect(withoutWaitlist(address)).toBe('https://book.example.com/book/bellaweddings/elopement?lang=de');
});

test.each(['', '?waitlist=w1', '#token=t', '?waitlist=#token=t', '?waitlist=w1&token=t', '?booking=w1#token=t'])('opens nothing by %s', (rest) => {
  expect(waitlistOfAddress(`https://book.example.com/book/bellaweddings${rest}`)).toBeNull();
});
