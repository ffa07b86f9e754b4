import type { AddOnChange, AddOnRequest, FieldError, TenantAddOn } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError, InvalidRequestError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { withChanges } from '../../../platform/with-changes.ts';
import { recordAudit } from '../../audit/index.ts';
import { chargeLimits } from '../../payments/index.ts';
import { AddOnNotFoundError, SlugInUseError } from '../errors.ts';
import type { CatalogEditor } from './edit-package.ts';
import { findAddOn, findAddOnForUpdate, insertAddOn, updateAddOn, type AddOnFields } from './add-on-repository.ts';
import { findNamedPackages, replaceLinks } from './package-links-repository.ts';

const usual = { description: '', priceBasis: 'booking', maxQuantity: 1, packages: null, position: 0, active: true } as const satisfies Partial<AddOnFields>;

/** @throws InvalidRequestError, SlugInUseError */
export async function createAddOn(tx: TenantTx, by: CatalogEditor, { slug, name, priceMinor, ...rest }: AddOnRequest): Promise<TenantAddOn> {
  const id = newId();
  const fields = withChanges<AddOnFields>({ name, priceMinor, ...usual }, rest);
  return store(tx, by, { id, slug, fields, action: 'add_on.created' }, async () => {
    if (!(await insertAddOn(tx, id, slug, fields))) throw new SlugInUseError();
  });
}

/** Bookings keep what they were sold. @throws AddOnNotFoundError, ChangedMeanwhileError, InvalidRequestError */
export async function changeAddOn(tx: TenantTx, by: CatalogEditor, slug: string, { version, ...change }: AddOnChange): Promise<TenantAddOn> {
  const before = await findAddOnForUpdate(tx, slug);
  if (!before) throw new AddOnNotFoundError();
  if (before.version !== version) throw new ChangedMeanwhileError(before.version);
  const fields = withChanges<AddOnFields>(before, change);
  return store(tx, by, { id: before.id, slug, fields, action: 'add_on.updated' }, () => updateAddOn(tx, before.id, fields));
}

interface Edited {
  readonly id: string;
  readonly slug: string;
  readonly fields: AddOnFields;
  readonly action: string;
}

async function store(tx: TenantTx, by: CatalogEditor, { id, slug, fields, action }: Edited, write: () => Promise<void>): Promise<TenantAddOn> {
  const { ids, errors } = await findNamedPackages(tx, fields.packages ?? []);
  const faults: FieldError[] = [...errors];
  const { stepMinor } = chargeLimits(by.currency);
  if (fields.priceMinor % stepMinor !== 0) faults.push({ pointer: '/priceMinor', detail: `must be a multiple of ${stepMinor} in ${by.currency}` });
  if (faults.length > 0) throw new InvalidRequestError(faults);
  await write();
  await replaceLinks(tx, 'add_on', id, ids);
  const { name, priceMinor, priceBasis, maxQuantity, packages, active } = fields;
  await recordAudit(tx, { actor: by.actor, action, entity: 'add_on', entityId: id, change: { name, priceMinor, priceBasis, maxQuantity, packages, active }, requestId: by.requestId, at: by.now });
  const row = await findAddOn(tx, slug);
  if (!row) throw new AddOnNotFoundError();
  return row;
}
