import { hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from '../../platform/crypto/aead.ts';
import type { MasterKey, MasterKeys } from '../../platform/crypto/master-keys.ts';
import { newId, type TenantId } from '../../platform/ids.ts';
import type { DataKeyRow } from './data-key-repository.ts';

const DATA_KEY_BYTES = 32; // AES-256

/** What is sealed with a master key that nobody here has. */
class UnknownMasterKeyError extends Error {
  constructor(masterKeyId: string) {
    super(`a data key is wrapped with the master key ${masterKeyId}: set it as TENANT_SECRETS_PREVIOUS_KEY`);
    this.name = 'UnknownMasterKeyError';
  }
}

export function createDataKey(masterKeys: MasterKeys, tenantId: TenantId): DataKeyRow {
  return wrapDataKey(masterKeys.current, { tenantId, id: newId(), key: randomBytes(DATA_KEY_BYTES) });
}

export function wrapDataKey(masterKey: MasterKey, given: { tenantId: TenantId; id: string; key: Buffer }): DataKeyRow {
  return { id: given.id, masterKeyId: masterKey.id, wrappedKey: encrypt(wrappingKey(masterKey), given.key, contextOf(given.tenantId, given.id)) };
}

/** @throws UnknownMasterKeyError; an error when it was changed or moved to another tenant */
export function unwrapDataKey(masterKeys: MasterKeys, tenantId: TenantId, row: DataKeyRow): Buffer {
  const masterKey = masterKeys.all.find(({ id }) => id === row.masterKeyId);
  if (!masterKey) throw new UnknownMasterKeyError(row.masterKeyId);
  return decrypt(wrappingKey(masterKey), Buffer.from(row.wrappedKey), contextOf(tenantId, row.id));
}

function wrappingKey({ bytes }: MasterKey): Buffer {
  return Buffer.from(hkdfSync('sha256', bytes, '', 'mais tenants’ data keys', 32));
}

function contextOf(tenantId: TenantId, id: string): string {
  return `tenant_data_keys.wrapped_key ${tenantId} ${id}`;
}
