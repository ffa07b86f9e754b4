// More at once than there are connections to the database, and nothing remembered: everybody is served all the same.
import { expect, it } from 'vitest';
import { createCustomer } from '../../testing/booking-steps.ts';
import { createProductFixture } from '../../testing/product-fixture.ts';

it('settles payments that come together, on one connection, though no catalog is remembered', async () => {
  const product = await createProductFixture({ poolSize: 1 });
  try {
    const bella = createCustomer(product, 'bellaweddings');
    const starts = (await bella.listStarts('elopement')).slice(0, 4);
    const booked = [];
    for (const startsAt of starts) booked.push(await bella.book(await bella.hold('elopement', startsAt)));
    const deliveries = (to: 'hold' | 'release') => fetch(`${product.emulator.url}/_emulator/deliveries/${to}`, { method: 'POST' });
    await deliveries('hold');
    for (const each of booked) expect(await bella.pay(each)).toBe('succeeded');
    product.services.catalogs.forgetAll();
    await deliveries('release');
    for (const each of booked) expect(await bella.readUntil(each, ({ status }) => status === 'confirmed')).toMatchObject({ paymentStatus: 'paid' });
  } finally {
    await product.close();
  }
});
