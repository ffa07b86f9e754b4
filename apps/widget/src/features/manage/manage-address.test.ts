import { expect, test } from 'vitest';

import { aBooking } from '../../flow/flow-lab.fixture.ts';
import { manageAddress, managedOfAddress } from './manage-address.ts';

const tenant = { slug: 'harborkayaks', name: '', timeZone: 'UTC', currency: 'NZD', country: 'NZ', locale: 'en-NZ' };

test.each([['pk_test_x', '?key=pk_test_x'], [null, '']])('opens the booking, in the mode of the key %s', (key, query) => {
  const address = manageAddress({ config: { tenant } as never, key }, aBooking({ manageToken: 'a.b-c_d' }), 'https://book.example.com');
  expect(address).toBe(`https://book.example.com/book/harborkayaks/manage${query}#booking=booking-1&token=a.b-c_d`);
  expect(managedOfAddress(address)).toEqual({ id: 'booking-1', token: 'a.b-c_d' });
});

test.each(['', '#booking=b', '#token=t', '?booking=b&token=t', '#booking=&token='])('opens nothing by %s', (rest) => {
  expect(managedOfAddress(`https://book.example.com/book/harborkayaks/manage${rest}`)).toBeNull();
});
