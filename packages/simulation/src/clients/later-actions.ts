// What happens to a booking after it was made. To have the simulation do more, add an action here: its name, how often, what it draws
// beforehand, and what it does. The checker needs to hear of it only where it changes what must be true.
import { setTimeout as sleep } from 'node:timers/promises';

import { createRandom, type Random } from '../random.ts';
import type { ActionKind } from './action-kind.ts';
import { ApiClient, type ClientWorld } from './api.ts';
import { changeActions } from './change-actions.ts';
import type { MadeBooking } from './made-booking.ts';

/** One that was drawn for a customer's booking. */
export interface LaterAction {
  readonly name: string;
  /** From 0 to 1: how much of whatever it is about. */
  readonly share: number;
  /** For the idempotency of whatever it asks for. */
  readonly key: string;
  readonly afterMs: number;
}

const actions: readonly ActionKind[] = [
  {
    name: 'refund a part',
    probability: 0.25,
    run: ({ tenant, booking, share, key }) => refund(tenant, booking, key, (refundable) => Math.max(1, Math.floor(refundable * share))),
  },
  {
    name: 'refund another part',
    probability: 0.15,
    run: ({ tenant, booking, share, key }) => refund(tenant, booking, key, (refundable) => Math.max(1, Math.floor(refundable * share))),
  },
  {
    name: 'refund all',
    probability: 0.15,
    run: ({ tenant, booking, key }) => refund(tenant, booking, key, (refundable) => refundable),
  },
  {
    name: 'dispute',
    probability: 0.15,
    async run({ world, tenant, booking, share }) {
      const books = await fetch(`${world.emulator}/_emulator/books?account=${booking.account ?? ''}`).then((answer) => answer.json() as Promise<Books>, () => null);
      const charge = books?.data?.[0]?.charges.find((one) => one.payment_intent === booking.paymentIntentId && one.paid && one.amount_refunded === 0);
      if (charge === undefined) return;
      const form = { reason: 'product_not_received', ...(share < 0.3 ? { inquiry: 'true' } : {}) };
      const answer = await fetch(`${world.emulator}/_emulator/charges/${charge.id}/dispute`, { method: 'POST', body: new URLSearchParams(form) }).catch(() => null);
      tenant.note('bank disputes', { status: answer?.status ?? null, body: {} });
      const dispute = answer?.ok ? ((await answer.json()) as { id: string }).id : null;
      if (dispute !== null && share > 0.5) await fetch(`${world.emulator}/_emulator/disputes/${dispute}/close`, { method: 'POST', body: new URLSearchParams({ outcome: share > 0.75 ? 'win' : 'lose' }) }).catch(() => null);
    },
  },
  ...changeActions,
];

interface Books {
  readonly data?: readonly { readonly charges: readonly { readonly id: string; readonly payment_intent: string | null; readonly paid: boolean; readonly amount_refunded: number }[] }[];
}

export function drawLaterActions(random: Random): LaterAction[] {
  // Drawn for each, wanted or not: another action changes nothing of the ones before it.
  return actions
    .map(({ name, probability }) => ({ wanted: random.chance(probability), action: { name, share: random.next(), key: random.uuid(), afterMs: random.between(0, 800) } }))
    .filter(({ wanted }) => wanted)
    .map(({ action }) => action);
}

export async function runLaterAction(world: ClientWorld, seed: number, booking: MadeBooking, action: LaterAction): Promise<void> {
  const { tenant: slug, customer } = booking;
  const who = `${slug}, for ${customer}`;
  const tenant = new ApiClient(world, who, { authorization: `Bearer ${world.secretKeys[slug]}` }, createRandom(seed, `${who}: ${action.name}`));
  const own = { 'x-tenant-key': `pk_test_${slug}_sample`, authorization: `Bearer ${booking.token}` };
  const speaker = new ApiClient(world, customer, own, createRandom(seed, `${customer}: ${action.name}`));
  await actions.find(({ name }) => name === action.name)?.run({ world, tenant, customer: speaker, booking, share: action.share, key: action.key });
}

async function refund(tenant: ApiClient, booking: MadeBooking, key: string, amountOf: (refundable: number) => number): Promise<void> {
  const refundable = booking.account === null ? 0 : await untilRefundable(tenant, booking);
  if (refundable < 1) return;
  const { status, body } = await tenant.call({
    what: 'refund', method: 'POST', path: `/tenant/bookings/${booking.id}/refunds`, headers: { 'idempotency-key': key },
    body: { amountMinor: amountOf(refundable), reason: 'A simulated reason' },
  });
  if (status !== 201) return;
  const refundIds = (body['refunds'] as { id: string }[]).map(({ id }) => id);
  tenant.world.history.write({ kind: 'refunded', who: tenant.who, bookingId: booking.id, refundIds });
}

/** That a booking is paid may be heard of a little later. */
async function untilRefundable(tenant: ApiClient, booking: MadeBooking): Promise<number> {
  for (let look = 1; ; look += 1) {
    const { status, body } = await tenant.call({ what: 'list refunds', method: 'GET', path: `/tenant/bookings/${booking.id}/refunds` });
    const refundable = status === 200 ? Number(body['refundableMinor']) : 0;
    if (refundable > 0 || look === 6) return refundable;
    await sleep(400);
  }
}
