import { expect, test } from 'vitest';

import { aBooking } from '../flow/flow-lab.fixture.ts';
import { bookingAddress, bookingOfAddress, withoutBooking } from './booking-address.ts';

const tenant = { slug: 'harborkayaks', name: '', timeZone: 'UTC', currency: 'NZD', country: 'NZ', locale: 'en-NZ' };
const order = { booking: aBooking(), token: 'a+b/c=', payment: null, paymentSent: false, deadlineMs: null };

test('leads to the booking on the hosted page, and keeps its token out of the query', () => {
  const address = bookingAddress({ config: { tenant } as never, key: 'pk_test_x' }, order, 'https://book.example.com');
  expect(address).toBe('https://book.example.com/book/harborkayaks?key=pk_test_x&booking=booking-1#token=a%2Bb%2Fc%3D');
  expect(bookingOfAddress(address)).toEqual({ id: 'booking-1', token: 'a+b/c=' });
  expect(withoutBooking(address)).toBe('https://book.example.com/book/harborkayaks?key=pk_test_x');
});

test('is found and taken out again when a bank sends the customer back', () => {
  const back = 'https://book.example.com/book/harborkayaks?booking=b1&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=failed#token=t';
  expect(bookingOfAddress(back)).toEqual({ id: 'b1', token: 't' });
  expect(withoutBooking(back)).toBe('https://book.example.com/book/harborkayaks');
});

test.each(['', '?booking=b', '#token=t', '?booking=&token=t#token=t', '?booking=b&token=t', '?booking=b#token='])('opens nothing by %s', (rest) => {
  expect(bookingOfAddress(`https://book.example.com/book/harborkayaks${rest}`)).toBeNull();
});
