import type { TenantTx } from './with-tenant.ts';

/**
 * Tries a part of a transaction that may fail without the whole failing.
 * @param isExpected which errors undo the part alone; any other one is thrown on
 * @returns whether the part was kept
 */
export async function trySavepoint(tx: TenantTx, part: () => Promise<void>, isExpected: (error: unknown) => boolean): Promise<boolean> {
  await tx.sql`savepoint part`;
  try {
    await part();
    await tx.sql`release savepoint part`;
    return true;
  } catch (error) {
    if (!isExpected(error)) throw error;
    await tx.sql`rollback to savepoint part`;
    return false;
  }
}
