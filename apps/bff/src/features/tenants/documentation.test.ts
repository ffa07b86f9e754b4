import { readFile } from 'node:fs/promises';
import type { Readiness, TenantBookingDetail } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { readCommands, runCommand, valueAt } from '../../testing/run-document.ts';
import { createTenant } from './create-tenant.ts';

/** Before the days that the document books. */
const NOW = new Date('2027-06-01T08:00:00Z');

describe('the document of running without a console', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    product = await createProductFixture({ now: NOW });
  });
  afterAll(() => product.close());

  it('goes from a new tenant to its first paid booking, command by command', async () => {
    const commands = readCommands(await readFile(new URL('../../../../../docs/tenant-api.md', import.meta.url), 'utf8'));
    expect(commands.length).toBeGreaterThan(20);
    const [addresses, creation, ...calls] = commands;
    expect([addresses?.command.startsWith('export API='), creation?.command.includes('mais create-tenant')]).toEqual([true, true]);
    const env: Record<string, string> = {
      API: `${product.config.publicUrl}/api/v1`, STRIPE: product.emulator.url, STRIPE_SECRET_KEY: 'sk_test_fixture', ...(await create(creation?.command ?? '')),
    };
    let answer: unknown;
    for (const { command, keeps, comment } of calls) {
      const isDone = conditionOf(comment);
      for (let tries = 0; tries === 0 || !isDone(answer); tries += 1) {
        expect(tries, `${command} was never answered as it says`).toBeLessThan(100);
        if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 200));
        answer = await runCommand(command, env);
        // A problem of ours, and an error of Stripe's.
        expect(JSON.stringify(answer), command).not.toMatch(/^\{"(?:type":"urn:mais:problem|error")/);
      }
      for (const { name, path } of keeps) env[name] = valueAt(answer, path);
    }
    // 2 persons at 24.00 and their cocoa at 4.00, less a tenth; a quarter of it is paid.
    expect(answer).toMatchObject({ status: 'confirmed', paymentStatus: 'deposit_paid', totalMinor: 5_040, dueNowMinor: 1_260 });
  }, 180_000);

  /** What the command line does with the same options; that it takes them is for its own tests. */
  async function create(command: string): Promise<{ SECRET: string; KEY: string }> {
    const option = (name: string) => new RegExp(`--${name} (?:'([^']*)'|(\\S+))`).exec(command)?.slice(1).find((text) => text !== undefined) ?? '';
    const { keys } = await createTenant({ app: product.services.app, actor: 'cli', now: product.clock.now() }, {
      slug: option('slug'), name: option('name'), email: option('email'), country: option('country'), currency: option('currency'), timeZone: option('time-zone'), locale: 'en',
      status: 'trialing', commissionBps: Number(option('commission')) * 100, origins: [],
    });
    return { SECRET: keys.testSecret, KEY: keys.testPublishable };
  }
});

/** What an answer is waited for to say. */
function conditionOf(comment: string): (answer: unknown) => boolean {
  if (comment === 'until canTakePayments') return (answer) => (answer as Readiness).canTakePayments;
  if (comment === 'until status is confirmed') return (answer) => (answer as TenantBookingDetail).status === 'confirmed';
  return () => true;
}
