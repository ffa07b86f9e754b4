import { findEvent } from '../features/events/index.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import type { EventId } from '../platform/ids.ts';
import type { Services } from '../services.ts';

/** Hands an event to everybody who makes something of it; each of them does so once, however often this runs. */
export async function dispatchEvent(services: Services, scope: TenantScope, eventId: EventId): Promise<void> {
  const event = await withTenant(services.app, scope, (tx) => findEvent(tx, eventId));
  if (event === null) throw new Error(`there is no event ${eventId}`);
  for (const receive of services.eventReceivers) await receive(scope, event);
}
