import type { TenantId } from '../ids.ts';
import type { Sql } from './connect.ts';

export interface TenantChangeListener {
  changed(tenantId: TenantId): void;
  /** The connection was lost and is there again. */
  reconnected(): void;
}

/** Hears of every change to a tenant's settings and catalog, whichever process made it. */
export async function listenForTenantChanges(sql: Sql, listener: TenantChangeListener): Promise<() => Promise<void>> {
  let first = true;
  const subscription = await sql.listen('mais_tenant_changed', (payload) => listener.changed(payload as TenantId), () => {
    if (!first) listener.reconnected();
    first = false;
  });
  return () => subscription.unlisten();
}
