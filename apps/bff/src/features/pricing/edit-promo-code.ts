import type { PromoCodeRequest } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { newId, type PromoCodeId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { Editor } from './editor.ts';
import { PromoCodeExistsError, PromoCodeNotFoundError } from './errors.ts';
import { normalPromoCode } from './promo-code.ts';
import { findPromoCode, replacePackages, storePromoCode, type PromoCodeRow } from './promo-repository.ts';
import { packageIdsOf, rateErrors } from './rate-fields.ts';

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
  const errors = rateErrors(editor, request);
  if (startsAt !== undefined && endsAt !== undefined && new Date(startsAt) >= new Date(endsAt)) errors.push({ pointer: '/endsAt', detail: 'must be after startsAt' });
  if (errors.length > 0) throw new InvalidRequestError(errors);
  const terms = {
    code: normalPromoCode(request.code), percentBps, amountMinor, maxUses, maxUsesPerCustomer, active,
    forAllPackages: packages === undefined,
    startsAt: startsAt === undefined ? null : new Date(startsAt),
    endsAt: endsAt === undefined ? null : new Date(endsAt),
  };
  if (!(await storePromoCode(tx, id, terms, editor.now))) throw new PromoCodeExistsError();
  await replacePackages(tx, id, packageIdsOf(editor, packages ?? []));
  await recordAudit(tx, { actor: editor.actor, action, entity: 'promo_code', entityId: id, change: { ...request }, requestId: editor.requestId, at: editor.now });
  const row = await findPromoCode(tx, id);
  if (!row) throw new PromoCodeNotFoundError();
  return row;
}
