// Who waits, several workers, and customers at the same moment.
import type { Hold } from '@mais/contract';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offerToWaiting, sweepDue } from '../../jobs/sweep-due.ts';
import { answered } from '../../testing/booking-steps.ts';
import { countDeadlocks, findBrokenInvariants } from '../../testing/claim-invariants.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { createLine } from '../../testing/waitlist-steps.ts';
import { workOutbox } from '../../testing/work-outbox.ts';
import { offerPlaces } from './index.ts';

describe('a waitlist under several hands', () => {
  let product: ProductFixture;
  let sql: postgres.Sql;
  let tea: ReturnType<typeof createLine>;
  let starts: string[];
  beforeAll(async () => {
    product = await createProductFixture({ replicas: 2 });
    sql = postgres(product.database.ownerUrl, { max: 1, onnotice: () => {} });
    tea = createLine(product, 'matsuritea');
    // Two at the counter at once.
    starts = (await tea.customer.listStarts('tasting')).filter((_, index) => index % 2 === 0);
  });
  afterEach(async () => {
    expect(await findBrokenInvariants(product.database.ownerUrl, product.clock.now())).toEqual({});
    expect(await sql`select entry_id from waitlist_offers where ended_at is null group by entry_id having count(*) > 1`).toEqual([]);
    expect(await sql`
      select entry.id from waitlist_entries as entry
      where (status = 'offered') <> exists (select 1 from waitlist_offers as offer where offer.entry_id = entry.id and ended_at is null)`).toEqual([]);
    expect(await countDeadlocks(product.database.ownerUrl)).toBe(0);
  });
  afterAll(async () => {
    await sql.end();
    await product.close();
  });

  async function fill(startsAt: string): Promise<Hold[]> {
    return [await tea.customer.hold('tasting', startsAt), await tea.customer.hold('tasting', startsAt)];
  }

  const release = (hold: Hold) => tea.customer.send('DELETE', `/holds/${hold.id}`, { token: hold.token });

  async function join(startsAt: string, ...emails: string[]): Promise<void> {
    for (const email of emails) {
      product.clock.advance(10);
      await tea.join(email, { package: 'tasting', startsAt });
    }
  }

  async function statuses(startsAt: string): Promise<string[]> {
    return (await sql<{ status: string }[]>`select status from waitlist_entries where starts_at = ${startsAt} order by joined_at, id`).map(({ status }) => status);
  }

  /** What every replica's worker does, all at once. */
  async function offerByAll(): Promise<number> {
    const scope = await tea.scope();
    const made = await Promise.all([0, 1, 0, 1].map((replica) => offerPlaces(product.replicas[replica]?.services.waitlist ?? product.services.waitlist, scope, null)));
    return made.reduce((sum, count) => sum + count, 0);
  }

  it('offers two places that come free at once to the two oldest, once each', async () => {
    for (let round = 0; round < 3; round += 1) {
      const startsAt = starts.shift() ?? '';
      const holds = await fill(startsAt);
      await join(startsAt, `a${round}@example.com`, `b${round}@example.com`, `c${round}@example.com`);
      await Promise.all(holds.map(release));
      expect(await offerByAll()).toBe(2);
      expect(await statuses(startsAt)).toEqual(['offered', 'offered', 'waiting']);
    }
  });

  it('never offers more than is left beside customers who ask at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const startsAt = starts.shift() ?? '';
      const holds = await fill(startsAt);
      await join(startsAt, `d${round}@example.com`, `e${round}@example.com`);
      await Promise.all(holds.map(release));
      const passers = () => Promise.all([1, 2, 3].map(() => tea.customer.send('POST', '/holds', { body: { package: 'tasting', startsAt, partySize: 1 } })));
      const [made, answers] = await Promise.all([offerByAll(), passers()]);
      expect(made + answers.filter(({ status }) => status === 201).length).toBe(2);
      expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    }
  });

  it('leaves no hold behind for an entry that leaves while it is being offered something', async () => {
    for (let round = 0; round < 4; round += 1) {
      const startsAt = starts.shift() ?? '';
      const holds = await fill(startsAt);
      await join(startsAt, `f${round}@example.com`, `g${round}@example.com`);
      const leaving = await tea.own(`f${round}@example.com`);
      await release(holds[0] as Hold);
      const [, left] = await Promise.all([offerByAll(), tea.customer.send('DELETE', `/waitlist/${leaving.id}`, { token: leaving.token })]);
      expect(left.status).toBe(204);
      await workOutbox(product.services);
      expect(await statuses(startsAt)).toEqual(['left', 'offered']);
      const [held] = await sql<{ count: number }[]>`select count(*)::int as count from holds where starts_at = ${startsAt} and status = 'active'`;
      expect(held?.count).toBe(2);
    }
  });

  it('accepts, passes on or expires an offer exactly once, whoever is faster', async () => {
    for (let round = 0; round < 3; round += 1) {
      const startsAt = starts.shift() ?? '';
      const holds = await fill(startsAt);
      await join(startsAt, `h${round}@example.com`, `i${round}@example.com`);
      await release(holds[0] as Hold);
      await workOutbox(product.services);
      const own = await tea.own(`h${round}@example.com`);
      product.clock.advance(2 * 3_600_000 - 1_000);
      const token = own.token;
      const book = async () => {
        const answer = await tea.customer.send('POST', `/waitlist/${own.id}/accept`, { token });
        if (answer.status === 200) await tea.customer.book((await answer.json()) as Hold).catch(() => {});
      };
      const [, , pass] = await Promise.all([book(), sweepDue(product.services), tea.customer.send('POST', `/waitlist/${own.id}/pass`, { token })]);
      expect(pass.status).toBeOneOf([200, 409]);
      await workOutbox(product.services);
      const [first] = await statuses(startsAt);
      expect(first).toBeOneOf(['booked', 'passed', 'offered', 'expired']);
    }
  });

  it('has its e-mail and its events follow when the worker is killed right after the hold', async () => {
    const startsAt = starts.shift() ?? '';
    const [hold] = await fill(startsAt);
    await join(startsAt, 'killed@example.com');
    await release(hold as Hold);
    // The offer is made and nothing after it: as by a worker that ends here.
    await offerPlaces(product.services.waitlist, await tea.scope(), null);
    const { id } = await tea.own('killed@example.com');
    const [waiting] = await sql<{ count: number }[]>`
      select count(*)::int as count from outbox join events on events.id = (outbox.payload ->> 'eventId')::uuid
      where dispatched_at is null and events.type = 'waitlist.offered' and events.subject_id = ${id}`;
    expect(waiting?.count).toBe(1);
    await workOutbox(product.services);
    await offerToWaiting(product.services);
    expect(await tea.statusOf('killed@example.com')).toBe('offered');
  });

  it('undoes all of an offer when the transaction dies before its commit', async () => {
    const startsAt = starts.shift() ?? '';
    const [hold] = await fill(startsAt);
    await join(startsAt, 'cut-off@example.com');
    await release(hold as Hold);
    await sql.unsafe(`create function cut_off() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
    await sql.unsafe(`alter function cut_off() owner to ${(await sql<{ user: string }[]>`select current_user as user`)[0]?.user}; alter function cut_off() security definer`);
    await sql.unsafe('create trigger cut_off after insert on waitlist_offers for each row execute function cut_off()');
    await expect(offerPlaces(product.services.waitlist, await tea.scope(), null)).rejects.toThrow();
    await sql.unsafe('drop trigger cut_off on waitlist_offers; drop function cut_off()');
    expect(await statuses(startsAt)).toEqual(['waiting']);
    await workOutbox(product.services);
    expect(await statuses(startsAt)).toEqual(['offered']);
    const offer = await tea.own('cut-off@example.com');
    await answered(await tea.customer.send('POST', `/waitlist/${offer.id}/accept`, { token: offer.offerToken ?? '' }), 200);
  });
});
