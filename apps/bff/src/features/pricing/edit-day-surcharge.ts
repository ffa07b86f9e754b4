import type { DaySurchargeRequest } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { newId, type DaySurchargeId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { findDaySurcharge, storeDaySurcharge, type DaySurchargeRow } from './day-surcharge-repository.ts';
import type { Editor } from './editor.ts';
import { DaySurchargeNotFoundError } from './errors.ts';
import { packageIdsOf, rateErrors } from './rate-fields.ts';

/** @throws InvalidRequestError */
export function createDaySurcharge(tx: TenantTx, editor: Editor, request: DaySurchargeRequest): Promise<DaySurchargeRow> {
  return store(tx, editor, newId<DaySurchargeId>(), request, 'day_surcharge.created');
}

/** @throws DaySurchargeNotFoundError, InvalidRequestError */
export async function updateDaySurcharge(tx: TenantTx, editor: Editor, id: DaySurchargeId, request: DaySurchargeRequest): Promise<DaySurchargeRow> {
  if (!(await findDaySurcharge(tx, id))) throw new DaySurchargeNotFoundError();
  return store(tx, editor, id, request, 'day_surcharge.updated');
}

async function store(tx: TenantTx, editor: Editor, id: DaySurchargeId, request: DaySurchargeRequest, action: string): Promise<DaySurchargeRow> {
  const { name, weekdays = [], startsOn = null, endsOn = null, percentBps = null, amountMinor = null, priceBasis = 'booking', packages, position = 0, active = true } = request;
  const errors = rateErrors(editor, request);
  if (startsOn !== null && endsOn !== null && startsOn > endsOn) errors.push({ pointer: '/endsOn', detail: 'must not be before startsOn' });
  if (errors.length > 0) throw new InvalidRequestError(errors);
  const terms = { name, weekdays: [...new Set(weekdays)].toSorted(), startsOn, endsOn, percentBps, amountMinor, priceBasis, position, active, forAllPackages: packages === undefined };
  await storeDaySurcharge(tx, id, terms, packageIdsOf(editor, packages ?? []));
  await recordAudit(tx, { actor: editor.actor, action, entity: 'day_surcharge', entityId: id, change: { ...request }, requestId: editor.requestId, at: editor.now });
  const row = await findDaySurcharge(tx, id);
  if (!row) throw new DaySurchargeNotFoundError();
  return row;
}
