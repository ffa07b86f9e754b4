import type { TenantScope } from '../../platform/db/with-tenant.ts';
import type { TenantEvent } from './event-repository.ts';

/** Makes something of an event, such as an e-mail. It may get one more than once and goes by its id; what it throws makes it get it again. */
export type EventReceiver = (scope: TenantScope, event: TenantEvent) => Promise<void>;
