import type { FieldError, PromoCodeRequest } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { newId, type PackageId, type PromoCodeId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { findPackage, type Catalog } from '../catalog/index.ts';
import { chargeLimits } from '../payments/index.ts';
import { PromoCodeExistsError, PromoCodeNotFoundError } from './errors.ts';
import { normalPromoCode } from './promo-code.ts';
import { findPromoCode, replacePackages, storePromoCode, type PromoCodeRow } from './promo-repository.ts';

/** Who edits prices, and against what the edit is checked. */
export interface Editor {
  readonly actor: string;
  readonly requestId: string;
  readonly now: Date;
  readonly currency: string;
  readonly country: string;
  readonly catalog: Catalog;
}

/** @throws InvalidRequestError, PromoCodeExistsError */
export function createPromoCode(tx: TenantTx, editor: Editor, request: PromoCodeRequest): Promise<PromoCodeRow> {
  return store(tx, editor, newId<PromoCodeId>(), request, 'promo_code.created');
}

/**
 * Gives a code new terms. What bookings were sold with it for stays theirs.
 * @throws PromoCodeNotFoundError, InvalidRequestError, PromoCodeExistsError
 */
export async function updatePromoCode(tx: TenantTx, editor: Editor, id: PromoCodeId, request: PromoCodeRequest): Promise<PromoCodeRow> {
  if (!(await findPromoCode(tx, id))) throw new PromoCodeNotFoundError();
  return store(tx, editor, id, request, 'promo_code.updated');
}

async function store(tx: TenantTx, editor: Editor, id: PromoCodeId, request: PromoCodeRequest, action: string): Promise<PromoCodeRow> {
  const { packages, percentBps = null, amountMinor = null, startsAt, endsAt, maxUses = null, maxUsesPerCustomer = null, active = true } = request;
  const packageIds = checked(editor, request);
  const terms = {
    code: normalPromoCode(request.code), percentBps, amountMinor, maxUses, maxUsesPerCustomer, active,
    forAllPackages: packages === undefined,
    startsAt: startsAt === undefined ? null : new Date(startsAt),
    endsAt: endsAt === undefined ? null : new Date(endsAt),
  };
  if (!(await storePromoCode(tx, id, terms, editor.now))) throw new PromoCodeExistsError();
  await replacePackages(tx, id, packageIds);
  await recordAudit(tx, { actor: editor.actor, action, entity: 'promo_code', entityId: id, change: { ...request }, requestId: editor.requestId, at: editor.now });
  const row = await findPromoCode(tx, id);
  if (!row) throw new PromoCodeNotFoundError();
  return row;
}

/** @returns the packages that are named @throws InvalidRequestError naming every field that doesn't fit the others */
function checked({ catalog, currency }: Editor, request: PromoCodeRequest): PackageId[] {
  const { percentBps, amountMinor, startsAt, endsAt, packages = [] } = request;
  const { stepMinor } = chargeLimits(currency);
  const found = packages.map((slug) => findPackage(catalog, slug));
  const errors: FieldError[] = found.flatMap((item, index) => (item ? [] : [{ pointer: `/packages/${index}`, detail: 'is no package of yours' }]));
  if (percentBps === undefined && amountMinor === undefined) errors.push({ pointer: '/percentBps', detail: 'is required, or amountMinor' });
  if (percentBps !== undefined && amountMinor !== undefined) errors.push({ pointer: '/amountMinor', detail: 'must be left out where percentBps is given' });
  if (amountMinor !== undefined && amountMinor % stepMinor !== 0) errors.push({ pointer: '/amountMinor', detail: `must be a multiple of ${stepMinor} in ${currency}` });
  if (startsAt !== undefined && endsAt !== undefined && new Date(startsAt) >= new Date(endsAt)) errors.push({ pointer: '/endsAt', detail: 'must be after startsAt' });
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return [...new Set(found.flatMap((item) => (item ? [item.id] : [])))];
}
