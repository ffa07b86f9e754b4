import { TestClock } from '@mais/test-kit';
import { expect, test } from 'vitest';
import { PAYMENT, startTestEmulator } from './testing/running.ts';

test('a clock of the test\'s own tells the emulator the time', async () => {
  const clock = new TestClock('2027-03-01T09:00:00Z');
  const emulator = await startTestEmulator({ clock });
  const account = await emulator.connectedAccount();
  expect((await emulator.stripe.paymentIntents.create(PAYMENT, account)).created).toBe(Date.parse('2027-03-01T09:00:00Z') / 1000);
  clock.advance(60_000);
  await emulator.control('POST', '/clock/advance', { seconds: '60' });
  expect((await emulator.stripe.paymentIntents.create(PAYMENT, account)).created).toBe(Date.parse('2027-03-01T09:02:00Z') / 1000);
  await emulator.close();
});
