import type { WaitlistEntry, WaitlistJoined } from '@mais/contract';
import { issueEntryToken, issueOfferToken } from '../features/waitlist/index.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import type { WaitlistEntryId, WaitlistOfferId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { answered, createCustomer } from './booking-steps.ts';
import type { ProductFixture } from './product-fixture.ts';

/** What the links of somebody's e-mails open. */
export interface OwnEntry {
  readonly id: WaitlistEntryId;
  readonly token: string;
  /** Null where nothing is offered. */
  readonly offerToken: string | null;
}

export interface Wanted {
  readonly package: string;
  readonly day?: string;
  readonly startsAt?: string;
  readonly partySize?: number;
}

/** Those who wait at one sample tenant, over HTTP. */
export function createLine(product: Pick<ProductFixture, 'request' | 'emulator' | 'clock' | 'services' | 'database'>, slug: string) {
  const customer = createCustomer(product, slug);

  async function scope(): Promise<TenantScope> {
    const tenant = await product.services.directory.findBySlug(slug);
    if (!tenant) throw new Error(`there is no tenant ${slug}`);
    return { tenantId: tenant.id, livemode: false };
  }

  const line = {
    customer,
    scope,
    ask: (email: string, wanted: Wanted) => customer.send('POST', '/waitlist', {
      body: { partySize: 1, ...wanted, customer: { name: 'Wai Ting', email }, consent: true, locale: 'en-GB' },
    }),
    join: async (email: string, wanted: Wanted) => answered<WaitlistJoined>(await line.ask(email, wanted), 201),
    /** The newest entry of an e-mail address. */
    async own(email: string): Promise<OwnEntry> {
      return ownEntry(product.services, await scope(), email);
    },
    async read({ id, token }: Pick<OwnEntry, 'id' | 'token'>): Promise<WaitlistEntry> {
      return answered<WaitlistEntry>(await customer.send('GET', `/waitlist/${id}`, { token }), 200);
    },
    async statusOf(email: string): Promise<string> {
      return (await line.read(await line.own(email))).status;
    },
  };
  return line;
}

/** @throws when nobody of this address waits, or did */
async function ownEntry(services: Services, scope: TenantScope, email: string): Promise<OwnEntry> {
  const [row] = await withTenant(services.app, scope, (tx) => tx.sql<{ id: WaitlistEntryId; endsAt: Date; offerId: WaitlistOfferId | null; expiresAt: Date | null }[]>`
    select entry.id, entry.ends_at, offer.id as offer_id, offer.expires_at
    from waitlist_entries as entry left join waitlist_offers as offer on offer.tenant_id = entry.tenant_id and offer.entry_id = entry.id and offer.ended_at is null
    where entry.tenant_id = ${tx.tenantId} and entry.livemode = ${tx.livemode} and entry.email = ${email} order by entry.id desc limit 1`);
  if (!row) throw new Error(`${email} doesn't wait`);
  const { offerId, expiresAt } = row;
  return {
    id: row.id,
    token: issueEntryToken(services.waitlist, scope, row),
    offerToken: offerId === null || expiresAt === null ? null : issueOfferToken(services.waitlist, scope, row, { id: offerId, expiresAt }),
  };
}
