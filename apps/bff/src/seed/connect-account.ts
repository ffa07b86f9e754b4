import { createAccount, type ConnectContext } from '../features/connect/index.ts';
import type { TenantId } from '../platform/ids.ts';
import type { SampleTenant } from './sample-tenant.ts';

/**
 * Gives a sample tenant its connected account, in test mode. It can take payments once its onboarding is done, which
 * Stripe tells by `account.updated`.
 */
export async function connectAccount(connect: ConnectContext, tenantId: TenantId, sample: SampleTenant): Promise<void> {
  await createAccount(connect, { tenantId, livemode: false }, { country: sample.country, email: sample.email }, { actor: 'cli', cause: 'seed', now: connect.clock.now() });
}
