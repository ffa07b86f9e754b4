// How a tenant's secrets are kept.
//
// 1. Each tenant has a data key, random, kept sealed with the master key. It is made when the first secret is.
// 2. A secret is sealed with the data key, bound to its tenant, table, column and row: moved anywhere else it doesn't open.
// 3. A sealed value names its data key, a wrapped data key its master key. Replacing the master key wraps the data keys anew and
//    touches no sealed value. Nothing unwrapped is remembered, so other replicas go on beside it.
import { parse, stringify } from 'uuid';
import { decrypt, encrypt } from '../../platform/crypto/aead.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { createDataKey, unwrapDataKey, wrapDataKey } from './data-key.ts';
import { findActiveDataKey, findDataKey, insertDataKey, listDataKeysToRewrap, updateWrappedKey, type DataKeyRow } from './data-key-repository.ts';

/** Where a secret is stored. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  /** What tells its row from the tenant's others. */
  readonly row: string;
}

/** Seals and opens what must never be read from the database alone. */
export interface Secrets {
  sealSecret(tx: TenantTx, place: SecretPlace, secret: string, now: Date): Promise<Buffer>;
  /** @throws when the value was changed, or sealed for another place; UnknownMasterKeyError */
  openSecret(tx: TenantTx, place: SecretPlace, sealed: Buffer): Promise<string>;
  /**
   * Wraps the tenant's data keys with the current master key.
   * @returns how many weren't yet
   * @throws UnknownMasterKeyError
   */
  rewrapDataKeys(tx: TenantTx, now: Date): Promise<number>;
}

const FORMAT = 1;
const ID_BYTES = 16;

export function createSecrets(masterKeys: MasterKeys): Secrets {
  async function activeKey(tx: TenantTx, now: Date): Promise<DataKeyRow> {
    const known = await findActiveDataKey(tx);
    if (known) return known;
    await insertDataKey(tx, createDataKey(masterKeys, tx.tenantId), now);
    return (await findActiveDataKey(tx)) as DataKeyRow;
  }

  return {
    async sealSecret(tx, place, secret, now) {
      const row = await activeKey(tx, now);
      const body = encrypt(unwrapDataKey(masterKeys, tx.tenantId, row), Buffer.from(secret), contextOf(tx, place));
      return Buffer.concat([Buffer.from([FORMAT]), parse(row.id), body]);
    },
    async openSecret(tx, place, sealed) {
      if (sealed[0] !== FORMAT) throw new Error('a sealed secret is of a format that is not known here');
      const id = stringify(sealed.subarray(1, 1 + ID_BYTES));
      const row = await findDataKey(tx, id);
      if (!row) throw new Error(`the tenant has no data key ${id}`);
      return decrypt(unwrapDataKey(masterKeys, tx.tenantId, row), Buffer.from(sealed.subarray(1 + ID_BYTES)), contextOf(tx, place)).toString('utf8');
    },
    async rewrapDataKeys(tx, now) {
      const rows = await listDataKeysToRewrap(tx, masterKeys.current.id);
      for (const row of rows) {
        const key = unwrapDataKey(masterKeys, tx.tenantId, row);
        await updateWrappedKey(tx, wrapDataKey(masterKeys.current, { tenantId: tx.tenantId, id: row.id, key }), now);
      }
      return rows.length;
    },
  };
}

function contextOf(tx: TenantTx, { table, column, row }: SecretPlace): string {
  return JSON.stringify([tx.tenantId, table, column, row]);
}
