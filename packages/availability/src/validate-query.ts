import { dayNumberOf, isInstant, isIsoDay } from './calendar-day.ts';
import type { AvailabilityQuery, BusySpan, MinuteRange } from './query.ts';
import { isTimeZone } from './zone.ts';

const dayMinutes = 1440;
/** A week: the longest service and the longest buffer. */
const longestMinutes = 10_080;
/** The longest booking window, three years, and what a calendar shows around it. */
const mostDays = 1200;
const mostUnits = 10_000;

/** One thing that is wrong with a query: a JSON pointer into it, and what is asked of the value there. */
export interface QueryProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** A query that can't be answered because its own values make no sense. */
export class InvalidAvailabilityQueryError extends Error {
  readonly code = 'invalid_availability_query';
  readonly problems: readonly QueryProblem[];

  constructor(problems: readonly QueryProblem[]) {
    super(`invalid availability query: ${problems.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`);
    this.name = 'InvalidAvailabilityQueryError';
    this.problems = problems;
  }
}

/**
 * Checks a whole query. The engine calls it first thing, so that nobody can forget to; it costs a few microseconds.
 * @throws InvalidAvailabilityQueryError listing everything that is wrong
 */
export function assertAvailabilityQuery(query: AvailabilityQuery): void {
  const problems = [
    ...problemsOfTime(query),
    ...problemsOfHours(query),
    ...problemsOfNumbers(query),
    ...problemsOfResources(query),
    ...problemsOfSessions(query),
  ];
  if (problems.length > 0) throw new InvalidAvailabilityQueryError(problems);
}

function problemsOfTime(query: AvailabilityQuery): QueryProblem[] {
  const problems: QueryProblem[] = [];
  if (!['day', 'slot', 'session'].includes(query.kind)) problems.push({ pointer: '/kind', detail: 'must be day, slot or session' });
  if (!isTimeZone(query.timeZone)) problems.push({ pointer: '/timeZone', detail: 'must be an IANA time zone' });
  if (!isInstant(query.nowMs)) problems.push({ pointer: '/nowMs', detail: 'must be an instant within the years 1000 to 9999' });
  for (const field of ['fromDay', 'toDay'] as const) {
    if (!isIsoDay(query[field])) problems.push({ pointer: `/${field}`, detail: 'must be a day, YYYY-MM-DD' });
  }
  if (isIsoDay(query.fromDay) && isIsoDay(query.toDay)) {
    const days = dayNumberOf(query.toDay) - dayNumberOf(query.fromDay) + 1;
    if (days < 1 || days > mostDays) {
      problems.push({ pointer: '/toDay', detail: `must be fromDay or up to ${mostDays - 1} days after it` });
    }
  }
  return problems;
}

function problemsOfHours(query: AvailabilityQuery): QueryProblem[] {
  const problems: QueryProblem[] = [];
  for (const [index, range] of query.weekly.entries()) {
    if (!isWhole(range.weekday, 1, 7)) problems.push({ pointer: `/weekly/${index}/weekday`, detail: 'must be 1 to 7' });
    problems.push(...problemsOfRange(range, `/weekly/${index}`));
  }
  const overridden = new Set<string>();
  for (const [index, { dayLocal, ranges }] of query.overrides.entries()) {
    const pointer = `/overrides/${index}`;
    if (!isIsoDay(dayLocal)) problems.push({ pointer: `${pointer}/dayLocal`, detail: 'must be a day, YYYY-MM-DD' });
    if (overridden.has(dayLocal)) problems.push({ pointer: `${pointer}/dayLocal`, detail: 'must be overridden once only' });
    overridden.add(dayLocal);
    for (const [at, range] of ranges.entries()) problems.push(...problemsOfRange(range, `${pointer}/ranges/${at}`));
  }
  for (const [index, { startsOn, endsOn }] of query.blackouts.entries()) {
    if (!isIsoDay(startsOn) || !isIsoDay(endsOn) || endsOn < startsOn) {
      problems.push({ pointer: `/blackouts/${index}`, detail: 'must be two days, YYYY-MM-DD, in order' });
    }
  }
  return problems;
}

function problemsOfRange({ startMinute, endMinute }: MinuteRange, pointer: string): QueryProblem[] {
  if (!isWhole(startMinute, 0, dayMinutes - 1)) {
    return [{ pointer: `${pointer}/startMinute`, detail: `must be a whole number from 0 to ${dayMinutes - 1}` }];
  }
  if (isWhole(endMinute, startMinute + 1, startMinute + dayMinutes)) return [];
  return [{ pointer: `${pointer}/endMinute`, detail: 'must be a whole number above startMinute, by 1440 at most' }];
}

function problemsOfNumbers(query: AvailabilityQuery): QueryProblem[] {
  const problems: QueryProblem[] = [];
  const check = (field: keyof AvailabilityQuery, lowest: number, highest: number) => {
    if (!isWhole(query[field], lowest, highest)) {
      problems.push({ pointer: `/${field}`, detail: `must be a whole number from ${lowest} to ${highest}` });
    }
  };
  if (query.kind !== 'day') {
    check('durationMinutes', 1, longestMinutes);
    check('stepMinutes', 1, dayMinutes);
  }
  check('bufferBeforeMinutes', 0, longestMinutes);
  check('bufferAfterMinutes', 0, longestMinutes);
  check('minNoticeMinutes', 0, Number.MAX_SAFE_INTEGER);
  check('bookingWindowDays', 0, Number.MAX_SAFE_INTEGER);
  if (query.dailyLimit !== null) check('dailyLimit', 0, Number.MAX_SAFE_INTEGER);
  check('partySize', 1, Number.MAX_SAFE_INTEGER);
  if (query.kind === 'session') check('seats', 1, Number.MAX_SAFE_INTEGER);
  return problems;
}

function problemsOfResources(query: AvailabilityQuery): QueryProblem[] {
  const problems: QueryProblem[] = [];
  if (query.resources.length === 0) problems.push({ pointer: '/resources', detail: 'must name at least one resource' });
  const named = new Set<string>();
  for (const [index, { resourceId, units }] of query.resources.entries()) {
    if (named.has(resourceId)) problems.push({ pointer: `/resources/${index}/resourceId`, detail: 'must be named once only' });
    named.add(resourceId);
    if (!isWhole(units, 0, mostUnits)) {
      problems.push({ pointer: `/resources/${index}/units`, detail: `must be a whole number from 0 to ${mostUnits}` });
    }
  }
  for (let index = 0; index < query.busy.length; index++) {
    const { startsAtMs, endsAtMs, unitNo } = query.busy[index] as BusySpan;
    // One comparison turns away what is no number, too: this loop runs over every booking of the month.
    if (!(startsAtMs < endsAtMs)) problems.push({ pointer: `/busy/${index}/endsAtMs`, detail: 'must be after startsAtMs' });
    if (!Number.isInteger(unitNo)) problems.push({ pointer: `/busy/${index}/unitNo`, detail: 'must be a whole number' });
  }
  return problems;
}

function problemsOfSessions(query: AvailabilityQuery): QueryProblem[] {
  const problems: QueryProblem[] = [];
  const starts = new Set<number>();
  for (const [index, { startsAtMs, seatsClaimed, capacity }] of (query.sessions ?? []).entries()) {
    const pointer = `/sessions/${index}`;
    if (!isInstant(startsAtMs)) problems.push({ pointer: `${pointer}/startsAtMs`, detail: 'must be an instant' });
    if (starts.has(startsAtMs)) problems.push({ pointer: `${pointer}/startsAtMs`, detail: 'must start one session only' });
    starts.add(startsAtMs);
    for (const [field, value] of Object.entries({ seatsClaimed, capacity })) {
      if (!isWhole(value, 0, Number.MAX_SAFE_INTEGER)) {
        problems.push({ pointer: `${pointer}/${field}`, detail: 'must be a whole number from 0' });
      }
    }
  }
  return problems;
}

function isWhole(value: unknown, lowest: number, highest: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest;
}
