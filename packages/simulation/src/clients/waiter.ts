// Somebody who waits for a time that another customer has.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createRandom } from '../random.ts';
import { ApiClient, type ClientWorld } from './api.ts';
import type { MadeBooking } from './made-booking.ts';
import { confirmAtStripe, type OpenPayment } from './pay-at-stripe.ts';

/** What a waiter does with an offer. */
const answers = ['accept', 'accept', 'accept twice', 'pass', 'ignore'] as const;

export interface WaiterPlan {
  readonly name: string;
  /** Which of the bookings they would have liked, from 0 to 1. */
  readonly share: number;
  readonly answer: (typeof answers)[number];
  readonly leaves: boolean;
  readonly paysAtAll: boolean;
  readonly key: string;
}

export function drawWaiters(seed: number, count: number): WaiterPlan[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `waiter ${index + 1}`;
    const random = createRandom(seed, name);
    // Most want the same: so that an offer that isn't taken has somebody to go to.
    const share = random.chance(0.6) ? 0 : random.next();
    return { name, share, answer: random.pick(answers), leaves: random.chance(0.1), paysAtAll: random.chance(0.85), key: random.uuid() };
  });
}

/** How long they look for an e-mail; after that they forget about it, as people do. */
const PATIENCE_MS = 6_000;

/** @param wanted bookings that stand in their way */
export async function runWaiter(world: ClientWorld, seed: number, plan: WaiterPlan, wanted: readonly MadeBooking[]): Promise<void> {
  const booking = wanted[Math.floor(plan.share * wanted.length)];
  if (booking === undefined) return;
  const api = new ApiClient(world, plan.name, { 'x-tenant-key': `pk_test_${booking.tenant}_sample` }, createRandom(seed, `${plan.name} on the network`));
  const email = `${plan.name.replace(' ', '-')}@example.com`;
  const joined = await api.call({
    what: 'join waitlist', method: 'POST', path: '/waitlist',
    body: { package: booking.package, startsAt: booking.startsAt, partySize: booking.partySize, customer: { name: `The ${plan.name}`, email }, consent: true },
  });
  if (joined.status !== 201) return;
  const deadline = Date.now() + PATIENCE_MS;
  const link = await findLink(world.mailFolder, email, deadline);
  if (link === null) return;
  const { entryId } = link;
  const headers = { authorization: `Bearer ${link.token}` };
  if (plan.leaves) {
    await api.call({ what: 'leave waitlist', method: 'DELETE', path: `/waitlist/${entryId}`, headers });
    return;
  }
  if (!(await untilOffered(api, { entryId, headers, deadline }))) return;
  if (plan.answer === 'pass') await api.call({ what: 'pass offer', method: 'POST', path: `/waitlist/${entryId}/pass`, headers });
  else if (plan.answer !== 'ignore') await take(api, plan, { booking, email, headers, entryId });
}

async function untilOffered(api: ApiClient, { entryId, headers, deadline }: Pick<Taken, 'entryId' | 'headers'> & { readonly deadline: number }): Promise<boolean> {
  for (; Date.now() < deadline; await sleep(400)) {
    const { status, body } = await api.call({ what: 'look at waitlist', method: 'GET', path: `/waitlist/${entryId}`, headers });
    if (status === 200 && body['status'] === 'offered') return true;
    if (status === 200 && body['status'] !== 'waiting') return false;
  }
  return false;
}

interface Taken {
  readonly booking: MadeBooking;
  readonly email: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly entryId: string;
}

async function take(api: ApiClient, plan: WaiterPlan, { booking, email, headers, entryId }: Taken): Promise<void> {
  const accept = () => api.call({ what: 'accept offer', method: 'POST', path: `/waitlist/${entryId}/accept`, headers });
  const [accepted] = await Promise.all([accept(), ...(plan.answer === 'accept twice' ? [accept()] : [])]);
  if (accepted.status !== 200) return;
  const made = await api.call({
    what: 'book', method: 'POST', path: '/bookings', headers: { 'idempotency-key': plan.key },
    body: {
      holdId: accepted.body['id'], holdToken: accepted.body['token'], addOns: [], customer: { name: `The ${plan.name}`, email },
      answers: booking.tenant === 'harborkayaks' ? { 'all-can-swim': true } : {}, ...(booking.package === 'gulf-charter' ? { postalCode: '1010' } : {}),
    },
  });
  if (made.status !== 201) return;
  const own = made.body['booking'] as Record<string, unknown>;
  api.world.history.write({
    kind: 'booked', who: plan.name, tenant: booking.tenant, key: plan.key, bookingId: String(own['id']), reference: String(own['reference']), status: String(own['status']),
    package: booking.package, startsAt: String(own['startsAt']), totalMinor: Number(own['totalMinor']), dueNowMinor: Number(own['dueNowMinor']),
  });
  const payment = made.body['payment'] as OpenPayment | null;
  if (payment !== null && plan.paysAtAll) await confirmAtStripe(api, String(own['id']), payment, 'pm_card_visa');
}

interface Link {
  readonly entryId: string;
  readonly token: string;
}

/** Nobody but the owner of the address gets a link: it is looked for in their e-mails. Each of them opens the entry. */
async function findLink(folder: string, email: string, deadline: number): Promise<Link | null> {
  const known = new Map<string, string>();
  for (; Date.now() < deadline; await sleep(250)) {
    for (const text of await readMailTo(folder, email, known)) {
      const [, entryId, token] = /\?waitlist=([0-9a-f-]{36})[^#\s"]*#token=([^\s"<>)]+)/.exec(text) ?? [];
      if (entryId !== undefined && token !== undefined) return { entryId, token: decodeURIComponent(token) };
    }
  }
  return null;
}

/** E-mails don't change: each is read once by each waiter. */
async function readMailTo(folder: string, email: string, known: Map<string, string>): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml') && !known.has(name));
  for (const name of names) known.set(name, decode(await readFile(join(folder, name), 'utf8').catch(() => '')));
  return [...known.values()].filter((text) => text.includes(email));
}

/** Quoted-printable, of which links are the only thing that matters here. */
function decode(text: string): string {
  return text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}
