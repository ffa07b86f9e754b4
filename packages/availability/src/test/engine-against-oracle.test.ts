import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { busyWindow, findFirstAvailableDay, isBookable, listAvailability, type AvailabilityQuery } from '../index.ts';
import { clockChanges, oddClockChanges, zonesOfTheTests } from './clock-changes.ts';
import { localMinuteAt } from './local-minute.ts';
import { askOracle, type Oracle } from './oracle.ts';
import { queriesAt } from './queries.ts';

/** How many random queries each zone gets; MAIS_PROPERTY_RUNS asks for more, each change of the clock then gets a third. */
const runs = Number(process.env.MAIS_PROPERTY_RUNS ?? 30);
const runsPerChange = Math.max(3, Math.round(runs / 3));
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const firstMs = Date.UTC(2026, 0, 1);
const lastMs = Date.UTC(2029, 0, 1);
const ordinaryInstants = [Date.UTC(2026, 5, 17, 9), Date.UTC(2027, 11, 31, 23, 30), Date.UTC(2028, 1, 28, 16)];
const changes = new Map(zonesOfTheTests.map((timeZone) => [timeZone, clockChanges(timeZone, firstMs, lastMs)]));

test('finds the changes of the clock that the zones have from 2026 to 2028', () => {
  const withChanges = zonesOfTheTests.filter((timeZone) => changes.get(timeZone)?.length !== 0);
  expect(withChanges).toEqual([
    'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo', 'Africa/Casablanca',
    'America/New_York', 'Europe/Paris', 'Europe/London', 'Pacific/Auckland',
  ]);
});

describe.each(zonesOfTheTests)('%s', (timeZone) => {
  test('any query gets the answers of the oracle', () => {
    const instants = [...ordinaryInstants, ...(changes.get(timeZone) ?? [])];
    const queries = fc.constantFrom(...instants).chain((instantMs) => queriesAt({ timeZone, instantMs }));
    fc.assert(fc.property(queries, fc.array(fc.nat(), { maxLength: 20 }), expectOracleAnswers), { numRuns: runs });
  });

  const ownChanges = (changes.get(timeZone) ?? []).map((instantMs) => ({ instantMs, at: new Date(instantMs).toISOString() }));
  test.each(ownChanges)('the change of $at gets the answers of the oracle', ({ instantMs }) => {
    const queries = queriesAt({ timeZone, instantMs });
    fc.assert(fc.property(queries, fc.array(fc.nat(), { maxLength: 20 }), expectOracleAnswers), { numRuns: runsPerChange });
  });
});

test.each(oddClockChanges)('$what ($timeZone) gets the answers of the oracle', ({ timeZone, at }) => {
  const instantMs = Date.parse(at);
  expect(clockChanges(timeZone, instantMs - hourMs, instantMs + hourMs)).toEqual([instantMs]);
  const queries = queriesAt({ timeZone, instantMs });
  fc.assert(fc.property(queries, fc.array(fc.nat(), { maxLength: 20 }), expectOracleAnswers), { numRuns: runs });
});

function expectOracleAnswers(query: AvailabilityQuery, probes: readonly number[]): void {
  const oracle = askOracle(query);
  const { days } = listAvailability(query);
  expect(days).toEqual(oracle.days);
  expect(findFirstAvailableDay(query)).toBe(oracle.days.find(({ state }) => state === 'available')?.dayLocal ?? null);
  const window = busyWindow(query);
  const busy = query.busy.filter((span) => span.endsAtMs > window.startsAtMs && span.startsAtMs < window.endsAtMs);
  expect(listAvailability({ ...query, busy }).days).toEqual(days);
  for (const startsAtMs of startsToTry(query, oracle, probes)) expectOracleVerdict(query, oracle, startsAtMs);
}

/** Some starts of the rules, their neighbours, and any minutes, on the days that the oracle has looked at. */
function startsToTry(query: AvailabilityQuery, { startsAtMs }: Oracle, probes: readonly number[]): number[] {
  const fromMs = Date.parse(query.fromDay) - dayMs;
  const toMs = Date.parse(query.toDay) + 2 * dayMs;
  const starts = probes.flatMap((probe) => {
    const anyMs = fromMs + (probe % ((toMs - fromMs) / minuteMs)) * minuteMs;
    const startMs = startsAtMs[probe % Math.max(1, startsAtMs.length)];
    return startMs === undefined ? [anyMs] : [anyMs, startMs, startMs + 1, startMs + query.durationMinutes * minuteMs];
  });
  return starts.filter((startMs) => {
    const dayMsOfStart = Date.parse(localMinuteAt(query.timeZone, startMs).dayLocal);
    return fromMs <= dayMsOfStart && dayMsOfStart < toMs;
  });
}

function expectOracleVerdict(query: AvailabilityQuery, oracle: Oracle, startsAtMs: number): void {
  const answer = isBookable(query, startsAtMs);
  const reason = oracle.reasonAgainst(startsAtMs);
  if (!answer.ok) return expect(answer.reason).toBe(reason);
  expect(reason).toBeNull();
  const slot = oracle.days.flatMap((day) => day.slots).find((listed) => listed.startsAtMs === startsAtMs);
  const dayLocal = localMinuteAt(query.timeZone, startsAtMs).dayLocal;
  expect(answer.dayLocal).toBe(dayLocal);
  if (query.fromDay <= dayLocal && dayLocal <= query.toDay) {
    expect({ ...answer.service, remaining: answer.remaining }).toEqual(slot);
  }
  expect(answer.blocked).toEqual({
    startsAtMs: startsAtMs - query.bufferBeforeMinutes * minuteMs,
    endsAtMs: answer.service.endsAtMs + query.bufferAfterMinutes * minuteMs,
  });
  const isJoined = query.sessions?.some((session) => session.startsAtMs === startsAtMs && session.seatsClaimed > 0) ?? false;
  expect(answer.units.map(({ resourceId }) => resourceId)).toEqual(isJoined ? [] : query.resources.map(({ resourceId }) => resourceId));
  for (const { resourceId, unitNo } of answer.units) {
    expect(oracle.isUnitFree(resourceId, unitNo, answer.blocked.startsAtMs, answer.blocked.endsAtMs)).toBe(true);
  }
}
