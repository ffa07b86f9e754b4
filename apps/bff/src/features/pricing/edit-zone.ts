import type { FieldError, PricingZoneRequest } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { newId, type ZoneId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { chargeLimits } from '../payments/index.ts';
import type { Editor } from './editor.ts';
import { PricingZoneNotFoundError } from './errors.ts';
import { isArea } from './postal-areas.ts';
import type { ReferenceAreas } from './reference-zones.ts';
import { findZone, storeZone, type ZoneRow } from './zone-repository.ts';

/** @throws InvalidRequestError */
export function createZone(tx: TenantTx, editor: Editor, references: ReferenceAreas, request: PricingZoneRequest): Promise<ZoneRow> {
  return store(tx, editor, references, newId<ZoneId>(), request, 'pricing_zone.created');
}

/** @throws PricingZoneNotFoundError, InvalidRequestError */
export async function updateZone(tx: TenantTx, editor: Editor, references: ReferenceAreas, id: ZoneId, request: PricingZoneRequest): Promise<ZoneRow> {
  if (!(await findZone(tx, id))) throw new PricingZoneNotFoundError();
  return store(tx, editor, references, id, request, 'pricing_zone.updated');
}

async function store(tx: TenantTx, editor: Editor, references: ReferenceAreas, id: ZoneId, request: PricingZoneRequest, action: string): Promise<ZoneRow> {
  assertFits(editor, references, request);
  const { name, areas = [], referenceZone = null, surchargeMinor = 0, priceBasis = 'booking', position = 0, active = true } = request;
  const row = await storeZone(tx, id, { name, areas, referenceZone, surchargeMinor, priceBasis, position, active }, editor.now);
  await recordAudit(tx, { actor: editor.actor, action, entity: 'pricing_zone', entityId: id, change: { ...request }, requestId: editor.requestId, at: editor.now });
  return row;
}

function assertFits({ currency, country }: Editor, references: ReferenceAreas, { areas = [], referenceZone, surchargeMinor = 0 }: PricingZoneRequest): void {
  const { stepMinor } = chargeLimits(currency);
  const errors: FieldError[] = areas.flatMap((area, index) =>
    isArea(area, country) ? [] : [{ pointer: `/areas/${index}`, detail: 'must go from a postal code to one of the same length that does not come before it' }]);
  if (areas.length === 0 && referenceZone === undefined) errors.push({ pointer: '/areas', detail: 'must have at least one area, or referenceZone be given' });
  if (referenceZone !== undefined && !references.has(referenceZone)) errors.push({ pointer: '/referenceZone', detail: 'is no shared zone; GET /reference-zones lists them' });
  if (surchargeMinor % stepMinor !== 0) errors.push({ pointer: '/surchargeMinor', detail: `must be a multiple of ${stepMinor} in ${currency}` });
  if (errors.length > 0) throw new InvalidRequestError(errors);
}
