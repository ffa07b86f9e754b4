import { addDays, findFirstAvailableDay, listAvailability as listDays, localDayOf, type DayAvailability } from '@mais/availability';
import type { Availability, Day, DayState, Slot } from '@mais/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { assertPartySize, type CatalogPackage } from '../catalog/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { engineQuery } from './engine-query.ts';
import { readOccupancy } from './read-occupancy.ts';

export interface AvailabilityInput {
  readonly item: CatalogPackage;
  readonly from: string;
  readonly to: string;
  readonly partySize: number | undefined;
  /** The zone whose days group the times; the tenant's when not given, and always for whole days. */
  readonly timeZone: string | undefined;
  /** A hold that counts as free: its owner asks what else there is. */
  readonly exceptHoldId?: string | undefined;
}

const MOST_DAYS = 62;

/**
 * Lists days and slots of one package, always from the database.
 * @throws InvalidRequestError for a range that is reversed, too long or not of this century
 */
export async function listAvailability(deps: { app: Sql; clock: Clock }, access: TenantAccess, input: AvailabilityInput): Promise<Availability> {
  assertRange(input);
  const { item, from, to } = input;
  const partySize = input.partySize ?? item.minPartySize;
  if (input.partySize !== undefined) assertPartySize(item, partySize, 'query/partySize');
  const tenantZone = access.tenant.timeZone;
  const timeZone = item.kind === 'day' ? tenantZone : (input.timeZone ?? tenantZone);
  // Another zone's days begin and end within a day of the tenant's own.
  const margin = timeZone === tenantZone ? 0 : 1;
  const question = { item, timeZone: tenantZone, fromDay: addDays(from, -margin), toDay: addDays(to, margin), now: deps.clock.now(), partySize, exceptHoldId: input.exceptHoldId };
  const occupancy = await readOccupancy(deps.app, access.scope, question);
  const own = listDays(engineQuery({ ...question, occupancy })).days;
  const days = margin === 0 ? own.map(presentDay) : regroup(own, { from, to, timeZone });
  const next = days.find((day) => day.state === 'available')?.day ?? (await findNextDay(deps, access, { ...question, fromDay: to, timeZone: tenantZone }, timeZone));
  return { package: item.slug, timeZone, partySize, from, to, days, nextAvailableDay: next };
}

async function findNextDay(
  deps: { app: Sql; clock: Clock },
  access: TenantAccess,
  question: { item: CatalogPackage; timeZone: string; fromDay: string; now: Date; partySize: number; exceptHoldId: string | undefined },
  timeZone: string,
): Promise<string | null> {
  const today = localDayOf(question.now.getTime(), question.timeZone);
  const fromDay = question.fromDay < today ? today : question.fromDay;
  const toDay = addDays(today, question.item.rules.bookingWindowDays);
  if (fromDay > toDay) return null;
  const occupancy = await readOccupancy(deps.app, access.scope, { ...question, fromDay, toDay });
  const query = engineQuery({ ...question, fromDay, toDay, occupancy });
  const day = findFirstAvailableDay(query);
  if (day === null || timeZone === question.timeZone) return day;
  const first = listDays({ ...query, fromDay: day, toDay: day }).days[0]?.slots[0];
  return first ? localDayOf(first.startsAtMs, timeZone) : null;
}

function presentDay(day: DayAvailability): Day {
  return { day: day.dayLocal, state: publicState(day.state), slots: day.slots.map(presentSlot) };
}

function publicState(state: DayAvailability['state']): DayState {
  return state === 'available' || state === 'full' ? state : 'closed';
}

function presentSlot(slot: DayAvailability['slots'][number]): Slot {
  return { startsAt: new Date(slot.startsAtMs).toISOString(), endsAt: new Date(slot.endsAtMs).toISOString(), remaining: slot.remaining };
}

/** The same slots under the days of another zone; a day without one is full where the tenant's own day is. */
function regroup(own: readonly DayAvailability[], range: { from: string; to: string; timeZone: string }): Day[] {
  const slots = Map.groupBy(own.flatMap((day) => day.slots), (slot) => localDayOf(slot.startsAtMs, range.timeZone));
  const full = new Set(own.filter((day) => day.state === 'full').map((day) => day.dayLocal));
  const days: Day[] = [];
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    const ofDay = (slots.get(day) ?? []).map(presentSlot);
    days.push({ day, state: ofDay.length > 0 ? 'available' : full.has(day) ? 'full' : 'closed', slots: ofDay });
  }
  return days;
}

/** @throws InvalidRequestError */
export function assertRange({ from, to }: Pick<AvailabilityInput, 'from' | 'to'>): void {
  for (const [name, day] of [['from', from], ['to', to]] as const) {
    if (day < '2000-01-01' || day > '2099-12-31') throw new InvalidRequestError([{ pointer: `query/${name}`, detail: 'must be a day of the years 2000 to 2099' }]);
  }
  if (to < from) throw new InvalidRequestError([{ pointer: 'query/to', detail: 'must not be before `from`' }]);
  if (to > addDays(from, MOST_DAYS)) throw new InvalidRequestError([{ pointer: 'query/to', detail: `must be at most ${MOST_DAYS} days after \`from\`` }]);
}
