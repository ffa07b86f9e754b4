import type { FieldError, PackageChange, PackageKind, PackageRequest } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError, InvalidRequestError } from '../../../platform/errors.ts';
import { newId, type PackageId } from '../../../platform/ids.ts';
import { withChanges } from '../../../platform/with-changes.ts';
import { recordAudit } from '../../audit/index.ts';
import { chargeLimits } from '../../payments/index.ts';
import type { Editor } from '../../tenants/index.ts';
import { PackageNotFoundError, SlugInUseError } from '../errors.ts';
import {
  findDefaultResource, findPlaces, findTenantPackage, findTenantPackageForUpdate, insertPackage, replaceResources, updatePackage, type PackageFields, type TenantPackageRow,
} from './package-repository.ts';

/** Who edits, and in which currency. */
export interface CatalogEditor extends Editor {
  readonly currency: string;
}

/** @throws PackageNotFoundError */
export async function getTenantPackage(tx: TenantTx, slug: string): Promise<TenantPackageRow> {
  const row = await findTenantPackage(tx, slug);
  if (!row) throw new PackageNotFoundError();
  return row;
}

const usual = {
  summary: '', description: '', category: null, imageUrl: null, visibility: 'public', position: 0, priceBasis: 'booking', taxBps: 0, taxBehaviour: 'inclusive', deposit: { kind: 'none' },
  balanceDueHours: 0, zonePolicy: 'none', cancellationPolicy: null, minPartySize: 1, maxPartySize: 1, durationMinutes: null, stepMinutes: null, bufferBeforeMinutes: 0, bufferAfterMinutes: 0,
  seats: null, minNoticeMinutes: 0, bookingWindowDays: 365, dailyLimit: null, takesWaitlist: true,
} as const satisfies Partial<PackageFields>;

/** @throws InvalidRequestError, SlugInUseError */
export async function createPackage(tx: TenantTx, by: CatalogEditor, request: PackageRequest): Promise<TenantPackageRow> {
  const { slug, kind, name, priceMinor, schedule, ...rest } = request;
  const standard = rest.resources === undefined ? await findDefaultResource(tx) : null;
  const fields = withChanges<PackageFields>({ ...usual, name, priceMinor, schedule, resources: standard === null ? [] : [standard] }, rest);
  await assertFits(tx, by.currency, kind, fields);
  const id = newId<PackageId>();
  if (!(await insertPackage(tx, { id, slug, kind }, fields, by.now))) throw new SlugInUseError();
  await replaceResources(tx, id, fields.resources);
  await recordAudit(tx, { actor: by.actor, action: 'package.created', entity: 'package', entityId: id, change: { ...request }, requestId: by.requestId, at: by.now });
  return getTenantPackage(tx, slug);
}

/**
 * Changes the fields that are given. Bookings keep the price, the policy and the time that they were made with, and holds their time;
 * what is booked from now on goes by the new fields.
 * @throws PackageNotFoundError, ChangedMeanwhileError, InvalidRequestError
 */
export async function changePackage(tx: TenantTx, by: CatalogEditor, slug: string, change: PackageChange): Promise<TenantPackageRow> {
  const before = await findTenantPackageForUpdate(tx, slug);
  if (!before) throw new PackageNotFoundError();
  const { version, ...fields } = change;
  if (before.version !== version) throw new ChangedMeanwhileError(before.version);
  const after = withChanges<PackageFields>(before, fields);
  await assertFits(tx, by.currency, before.kind, after);
  await updatePackage(tx, before.id, after, by.now);
  await replaceResources(tx, before.id, after.resources);
  await recordAudit(tx, { actor: by.actor, action: 'package.updated', entity: 'package', entityId: before.id, change: { ...fields }, requestId: by.requestId, at: by.now });
  return getTenantPackage(tx, slug);
}

/** @throws InvalidRequestError naming every field that doesn't fit the others */
async function assertFits(tx: TenantTx, currency: string, kind: PackageKind, fields: PackageFields): Promise<void> {
  const places = await findPlaces(tx, [fields.schedule, ...fields.resources]);
  const errors: FieldError[] = [...timeErrors(kind, fields), ...priceErrors(currency, fields)];
  if (!places.schedules.has(fields.schedule)) errors.push({ pointer: '/schedule', detail: 'is no schedule of yours; GET /schedules lists them' });
  fields.resources.forEach((id, index) => {
    if (!places.resources.has(id)) errors.push({ pointer: `/resources/${index}`, detail: 'is no resource of yours; GET /resources lists them' });
  });
  if (errors.length > 0) throw new InvalidRequestError(errors);
}

function timeErrors(kind: PackageKind, { minPartySize, maxPartySize, durationMinutes, stepMinutes, seats }: PackageFields): FieldError[] {
  const errors: FieldError[] = [];
  if (minPartySize > maxPartySize) errors.push({ pointer: '/maxPartySize', detail: 'must not be less than minPartySize' });
  for (const [field, value] of [['durationMinutes', durationMinutes], ['stepMinutes', stepMinutes]] as const) {
    if (kind === 'day' && value !== null) errors.push({ pointer: `/${field}`, detail: 'must be left out of a package of whole days' });
    if (kind !== 'day' && value === null) errors.push({ pointer: `/${field}`, detail: 'is required, but for a package of whole days' });
  }
  if (kind === 'session' && seats === null) errors.push({ pointer: '/seats', detail: 'is required of a session' });
  if (kind !== 'session' && seats !== null) errors.push({ pointer: '/seats', detail: 'must be left out of anything but a session' });
  if (kind === 'session' && seats !== null && minPartySize > seats) errors.push({ pointer: '/seats', detail: 'must have room for the smallest party' });
  return errors;
}

function priceErrors(currency: string, { priceMinor, priceBasis, minPartySize, deposit }: PackageFields): FieldError[] {
  const { stepMinor, minimumMinor } = chargeLimits(currency);
  const errors: FieldError[] = [];
  const leastMinor = priceBasis === 'person' ? priceMinor * minPartySize : priceMinor;
  if (priceMinor % stepMinor !== 0) errors.push({ pointer: '/priceMinor', detail: `must be a multiple of ${stepMinor} in ${currency}` });
  if (leastMinor > 0 && leastMinor < minimumMinor) errors.push({ pointer: '/priceMinor', detail: `must be 0, or come to at least ${minimumMinor} in ${currency}: less can't be charged` });
  if (deposit.kind !== 'fixed') return errors;
  if (deposit.amountMinor % stepMinor !== 0) errors.push({ pointer: '/deposit/amountMinor', detail: `must be a multiple of ${stepMinor} in ${currency}` });
  if (deposit.amountMinor >= leastMinor) errors.push({ pointer: '/deposit/amountMinor', detail: 'must be less than the price' });
  return errors;
}
