import { setTimeout as sleep } from 'node:timers/promises';

import { createRandom } from '../random.ts';
import { ApiClient, type Answer, type ClientWorld } from './api.ts';
import type { CustomerPlan } from './client-plan.ts';
import { listStarts } from './list-starts.ts';
import type { MadeBooking } from './made-booking.ts';
import { confirmAtStripe, type OpenPayment } from './pay-at-stripe.ts';

interface Session {
  readonly api: ApiClient;
  readonly plan: CustomerPlan;
  readonly booking: { readonly id: string; readonly token: string };
  payment: OpenPayment | null;
}

/**
 * Does what a customer's browser does, as planned, whatever the answers are.
 * @returns the booking, when the customer knows of one
 */
export async function runCustomer(world: ClientWorld, seed: number, plan: CustomerPlan): Promise<MadeBooking | null> {
  const api = new ApiClient(world, plan.name, { 'x-tenant-key': `pk_test_${plan.tenant}_sample` }, createRandom(seed, `${plan.name} on the network`));
  await sleep(plan.startsAfterMs);
  const hold = await takeHold(api, plan);
  if (hold === null) return null;
  await sleep(plan.thinksMs);
  if (plan.givesHoldBack) {
    await api.call({ what: 'release hold', method: 'DELETE', path: `/holds/${hold.id}`, headers: { authorization: `Bearer ${hold.token}` } });
    return null;
  }
  const answers = await Promise.all(Array.from({ length: plan.booksTwice ? 2 : 1 }, () => book(api, plan, hold)));
  const created = answers.find(({ status }) => status === 201)?.body as { booking: Record<string, never>; token: string; payment: OpenPayment | null } | undefined;
  if (created === undefined) return null;
  const { booking, token, payment } = created;
  const session: Session = { api, plan, booking: { id: String(booking['id']), token }, payment };
  await sleep(plan.thinksMs);
  await end(session);
  await look(session);
  return {
    customer: plan.name, tenant: plan.tenant, package: plan.package, partySize: plan.partySize, startsAt: String(booking['startsAt']), id: session.booking.id, token,
    account: payment?.accountId ?? null, paymentIntentId: payment?.paymentIntentId ?? null,
  };
}

async function takeHold(api: ApiClient, plan: CustomerPlan): Promise<{ id: string; token: string } | null> {
  const starts = await listStarts(api, plan);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const startsAt = starts[Math.min(plan.slotIndex + attempt, starts.length - 1)];
    if (startsAt === undefined) return null;
    const { status, body } = await api.call({
      what: 'hold', method: 'POST', path: '/holds', body: { package: plan.package, startsAt, partySize: plan.partySize }, headers: { 'idempotency-key': `hold-${plan.bookingKey}-${attempt}` },
    });
    if (status === 201) return { id: String(body['id']), token: String(body['token']) };
    // Somebody else was faster: the next one, then.
    if (status !== 409) return null;
  }
  return null;
}

async function book(api: ApiClient, plan: CustomerPlan, hold: { id: string; token: string }): Promise<Answer> {
  const answer = await api.call({
    what: 'book', method: 'POST', path: '/bookings', headers: { 'idempotency-key': plan.bookingKey },
    body: {
      holdId: hold.id, holdToken: hold.token, addOns: plan.addOns, answers: plan.answers,
      customer: { name: `The ${plan.name}`, email: `${plan.name.replace(' ', '-')}@example.com` },
      ...(plan.promoCode === null ? {} : { promoCode: plan.promoCode }),
      ...(plan.postalCode === null ? {} : { postalCode: plan.postalCode }),
    },
  });
  if (answer.status === 201) {
    const booking = answer.body['booking'] as Record<string, unknown>;
    api.world.history.write({
      kind: 'booked', who: plan.name, tenant: plan.tenant, key: plan.bookingKey, bookingId: String(booking['id']), reference: String(booking['reference']), status: String(booking['status']),
      package: plan.package, startsAt: String(booking['startsAt']), totalMinor: Number(booking['totalMinor']), dueNowMinor: Number(booking['dueNowMinor']),
    });
  }
  return answer;
}

/** How the customer goes on. A free booking is confirmed already. */
async function end(session: Session): Promise<void> {
  if (session.payment === null) return;
  switch (session.plan.ending) {
    case 'pay': return pay(session);
    case 'pay_late':
      await sleep(1_500);
      return pay(session);
    case 'declined_then_pay':
      await pay(session, 'pm_card_visa_chargeDeclined');
      await reopen(session, false);
      return pay(session);
    case 'only_declined':
      await pay(session, 'pm_card_visa_chargeDeclinedInsufficientFunds');
      return pay(session, 'pm_card_visa_chargeDeclined');
    case 'three_d_secure': return pay(session, 'pm_card_threeDSecure2Required');
    case 'slow_bank': return pay(session, 'pm_card_processing');
    case 'pay_twice_at_once':
      await Promise.all([pay(session), pay(session)]);
      return;
    case 'switch_way_to_pay': {
      const before = session.payment;
      // The form that was open before is still there, in another tab.
      await Promise.all([reopen(session, true), session.plan.thinksMs % 2 === 0 ? pay({ ...session, payment: before }) : Promise.resolve()]);
      return pay(session);
    }
    case 'turn_back': return turnBack(session);
    case 'turn_back_while_paying':
      await Promise.all([pay(session), turnBack(session)]);
      return;
    case 'abandon': return;
  }
}

/** @param card the customer's own when left out */
async function pay({ api, plan, booking, payment }: Session, card: string = plan.card): Promise<void> {
  if (payment !== null) await confirmAtStripe(api, booking.id, payment, card);
}

async function reopen(session: Session, allowRedirects: boolean): Promise<void> {
  const { api, booking } = session;
  const { status, body } = await api.call({
    what: 'open payment', method: 'POST', path: `/bookings/${booking.id}/payment-intents`, headers: { authorization: `Bearer ${booking.token}` }, body: { allowRedirects },
  });
  if (status === 200) session.payment = body['payment'] as OpenPayment;
}

async function turnBack({ api, booking }: Session): Promise<void> {
  await api.call({ what: 'turn back', method: 'POST', path: `/bookings/${booking.id}/cancel`, headers: { authorization: `Bearer ${booking.token}` } });
}

async function look({ api, booking }: Session): Promise<void> {
  const { status, body } = await api.call({ what: 'look', method: 'GET', path: `/bookings/${booking.id}`, headers: { authorization: `Bearer ${booking.token}` } });
  if (status !== 200) return;
  const seen = body['booking'] as Record<string, unknown>;
  api.world.history.write({ kind: 'seen', who: api.who, bookingId: booking.id, status: String(seen['status']), paidMinor: Number(seen['paidMinor']) });
}
