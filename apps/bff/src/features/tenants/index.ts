export { allowedHostOrigin, frameAncestors } from './check-origin.ts';
export { createTenant, SlugTakenError, type CreatedTenant } from './create-tenant.ts';
export { normaliseOrigin } from './origin.ts';
export { findAccountOwner } from './platform-repository.ts';
export { resolveAccess } from './resolve-access.ts';
export { accountFor, isServed, type ConnectedAccount, type NewTenant, type Tenant, type TenantAccess } from './tenant.ts';
export { createTenantDirectory, type KeyOwner, type TenantDirectory } from './tenant-directory.ts';
export { tenantFromRequest, type TenantVariables } from './tenant-middleware.ts';
