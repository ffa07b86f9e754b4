import type { Branding, BrandingChange } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError, NotFoundError } from '../../platform/errors.ts';
import { withChanges } from '../../platform/with-changes.ts';
import { recordAudit } from '../audit/index.ts';
import { findBranding, findBrandingForUpdate, updateBranding, type BrandingRow } from './branding-repository.ts';
import { readBranding } from './stored-branding.ts';

export interface StoredBranding {
  readonly version: number;
  readonly name: string;
  readonly branding: Branding;
  /** As it was sent. */
  readonly css: string;
}

export async function getBranding(tx: TenantTx): Promise<StoredBranding> {
  return toBranding(await findBranding(tx));
}

/**
 * Changes the fields that are given, of both modes.
 * @throws ChangedMeanwhileError when the branding is no longer at the version of the change
 */
export async function changeBranding(tx: TenantTx, change: BrandingChange, by: { actor: string; requestId: string; now: Date }): Promise<StoredBranding> {
  const { version, name: newName, css: newCss, ...fields } = change;
  const before = toBranding(await findBrandingForUpdate(tx));
  if (before.version !== version) throw new ChangedMeanwhileError(before.version);
  const { name, branding, css } = before;
  await updateBranding(tx, { name: newName ?? name, branding: { ...withChanges(branding, fields), css: newCss ?? css } }, by.now);
  const changed = Object.keys(change).filter((field) => field !== 'version');
  await recordAudit(tx, { actor: by.actor, action: 'branding.updated', entity: 'tenant', entityId: tx.tenantId, change: { fields: changed }, requestId: by.requestId, at: by.now });
  return getBranding(tx);
}

function toBranding(row: BrandingRow | null): StoredBranding {
  if (!row) throw new NotFoundError('The tenant is gone.');
  return { version: row.version, name: row.name, ...readBranding(row.branding) };
}
