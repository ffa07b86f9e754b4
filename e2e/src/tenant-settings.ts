import type postgres from 'postgres';

/**
 * Changes, or reads, what belongs to one tenant, as the tenant itself would be allowed to.
 * @param change gets the transaction and the tenant's id
 */
export async function changeTenant<T>(sql: postgres.Sql, slug: string, change: (tx: postgres.TransactionSql, tenantId: string) => Promise<T>): Promise<T> {
  let result: T | undefined;
  await sql.begin(async (tx) => {
    // Row-level security holds for the owner of the tables too: only this role finds a tenant it isn't told of.
    await tx`set local role mais_platform`;
    const [tenant] = await tx<{ id: string }[]>`select id from tenants where slug = ${slug}`;
    await tx`reset role`;
    if (tenant === undefined) throw new Error(`There is no tenant ${slug}`);
    await tx`select set_config('app.tenant_id', ${tenant.id}, true)`;
    result = await change(tx, tenant.id);
  });
  return result as T;
}
