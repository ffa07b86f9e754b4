import type Stripe from 'stripe';
import type { Sql } from '../platform/db/connect.ts';
import { withTenant } from '../platform/db/with-tenant.ts';
import type { TenantId } from '../platform/ids.ts';
import type { SampleTenant } from './sample-tenant.ts';

/**
 * Gives a sample tenant its connected account, in test mode. It can take payments once its onboarding is done, which
 * Stripe tells by `account.updated`.
 */
export async function connectAccount(deps: { app: Sql; stripe: Stripe; now: Date }, tenantId: TenantId, sample: SampleTenant): Promise<void> {
  const scope = { tenantId, livemode: false };
  const existing = await withTenant(deps.app, scope, (tx) => tx.sql`select account_id from stripe_accounts where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}`);
  if (existing.length > 0) return;
  const account = await deps.stripe.accounts.create({
    country: sample.country,
    email: sample.email,
    business_profile: { name: sample.name },
    // The tenant pays Stripe's fees and sees the Express dashboard.
    controller: { stripe_dashboard: { type: 'express' }, fees: { payer: 'account' }, losses: { payments: 'stripe' }, requirement_collection: 'stripe' },
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    metadata: { mais_tenant_id: tenantId },
  }, { idempotencyKey: `account-${tenantId}` });
  await withTenant(deps.app, scope, (tx) => tx.sql`
    insert into stripe_accounts (tenant_id, livemode, account_id, charges_enabled, payouts_enabled, details_submitted, created_at, updated_at)
    values (${tx.tenantId}, ${tx.livemode}, ${account.id}, ${account.charges_enabled}, ${account.payouts_enabled}, ${account.details_submitted}, ${deps.now}, ${deps.now})`);
}
