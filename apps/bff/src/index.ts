// The inside that benchmarks measure; everything else talks HTTP or starts one of the processes.
export { listBusySpans, type Window } from './features/availability/index.ts';
export { connectDatabase, type Sql } from './platform/db/connect.ts';
export { roleUrl } from './platform/db/role-urls.ts';
export { readWithTenant, type TenantScope } from './platform/db/with-tenant.ts';
export { systemClock } from './platform/clock.ts';
export type { SampleTenant } from './seed/sample-tenant.ts';
export { seedTenant } from './seed/seed-tenant.ts';
