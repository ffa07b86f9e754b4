import * as fc from 'fast-check';
import type { AvailabilityKind, AvailabilityQuery, Blackout, BusySpan, MinuteRange, SessionLoad, WeeklyRange } from '../query.ts';
import type { Span } from '../local-day.ts';
import { localMinuteAt } from './local-minute.ts';
import { offeredStarts } from './oracle.ts';

/** Where a query looks: a zone and an instant whose local day and hour its days, ranges and bookings crowd around. */
export interface Scene {
  readonly timeZone: string;
  readonly instantMs: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const dayMinutes = 1440;

/** Any query of any kind whose days lie around the scene. */
export function queriesAt(scene: Scene): fc.Arbitrary<AvailabilityQuery> {
  return fc
    .record({
      kind: fc.constantFrom<AvailabilityKind>('slot', 'slot', 'session', 'day'),
      firstDay: fc.integer({ min: -1, max: 0 }),
      days: fc.integer({ min: 1, max: 2 }),
      rules: rulesAt(scene),
      limits: limitsAt(scene),
      pools: fc.array(mostly(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 2 }),
      busy: fc.array(busyAt(scene), { maxLength: 10 }),
      seats: fc.integer({ min: 1, max: 8 }),
      partySize: fc.integer({ min: 1, max: 4 }),
      neighbours: fc.array(neighbours(), { maxLength: 5 }),
      loads: fc.array(loads(), { maxLength: 5 }),
    })
    .map(({ firstDay, days, rules, limits, pools, neighbours: wantedNeighbours, loads: wantedLoads, ...rest }) => {
      const fromDay = dayAfter(localMinuteAt(scene.timeZone, scene.instantMs).dayLocal, firstDay);
      const resources = pools.map((units, index) => ({ resourceId: `resource-${index}`, units }));
      const toDay = dayAfter(fromDay, days - 1);
      const query = { timeZone: scene.timeZone, fromDay, toDay, resources, ...rest, ...rules, ...limits };
      const services = [...offeredStarts(query)].map(([startsAtMs, endsAtMs]) => ({ startsAtMs, endsAtMs }));
      return services.length === 0 ? query : withLoads(withNeighbours(query, services, wantedNeighbours), services, wantedLoads);
    });
}

function rulesAt(scene: Scene) {
  const day = dayNear(scene);
  const range = rangeAt(scene);
  const buffer = fc.oneof(fc.constant(0), fc.constantFrom(5, 15, 30), fc.integer({ min: 0, max: 300 }));
  return fc.record({
    weekly: mostly(everyDay(range), weekdayByWeekday(range)),
    overrides: fc.uniqueArray(fc.record({ dayLocal: day, ranges: fc.array(range, { maxLength: 2 }) }), {
      selector: (override) => override.dayLocal,
      maxLength: 2,
    }),
    blackouts: fc.oneof(fc.constant<Blackout[]>([]), fc.array(blackoutOf(day), { maxLength: 2 })),
    durationMinutes: fc.oneof(fc.constantFrom(15, 30, 45, 60, 90, 120), fc.integer({ min: 1, max: 400 })),
    stepMinutes: fc.oneof(fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 90), fc.integer({ min: 3, max: 200 })),
    bufferBeforeMinutes: buffer,
    bufferAfterMinutes: buffer,
  });
}

function limitsAt(scene: Scene) {
  const before = fc.integer({ min: 192, max: 480 }).map((quarters) => quarters * 15 * minuteMs);
  const around = fc.oneof(
    fc.integer({ min: -2 * dayMs, max: dayMs }),
    fc.integer({ min: -600, max: 600 }).map((minutes) => minutes * minuteMs),
  );
  return fc.record({
    nowMs: mostly(before.map((ms) => scene.instantMs - ms), around.map((ms) => scene.instantMs + ms)),
    minNoticeMinutes: mostly(fc.integer({ min: 0, max: 320 }).map((quarters) => quarters * 15), fc.integer({ min: 0, max: 5000 })),
    bookingWindowDays: mostly(fc.constant(60), fc.integer({ min: 0, max: 5 })),
    dailyLimit: mostly(fc.constant<number | null>(null), fc.integer({ min: 0, max: 4 })),
    bookingsPerDay: fc.array(fc.tuple(dayNear(scene), fc.integer({ min: 0, max: 4 }))).map((entries) => new Map(entries)),
  });
}

/** The first of two, three times out of four. */
function mostly<Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

function dayNear(scene: Scene): fc.Arbitrary<string> {
  const dayLocal = localMinuteAt(scene.timeZone, scene.instantMs).dayLocal;
  return fc.integer({ min: -2, max: 2 }).map((days) => dayAfter(dayLocal, days));
}

function blackoutOf(day: fc.Arbitrary<string>): fc.Arbitrary<Blackout> {
  return fc
    .record({ startsOn: day, days: fc.integer({ min: 0, max: 1 }) })
    .map(({ startsOn, days }) => ({ startsOn, endsOn: dayAfter(startsOn, days) }));
}

function everyDay(range: fc.Arbitrary<MinuteRange>): fc.Arbitrary<WeeklyRange[]> {
  return fc
    .array(range, { minLength: 1, maxLength: 2 })
    .map((ranges) => weekdays.flatMap((weekday) => ranges.map((hours) => ({ weekday, ...hours }))));
}

function weekdayByWeekday(range: fc.Arbitrary<MinuteRange>): fc.Arbitrary<WeeklyRange[]> {
  const entry = fc.tuple(fc.constantFrom(...weekdays), range).map(([weekday, hours]) => ({ weekday, ...hours }));
  return fc.array(entry, { maxLength: 10 });
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** A range of any hours, or one whose edges lie near what the clock shows at the scene's instant. */
function rangeAt(scene: Scene): fc.Arbitrary<MinuteRange> {
  const sceneMinute = localMinuteAt(scene.timeZone, scene.instantMs).minuteOnCalendar % dayMinutes;
  const near = fc
    .tuple(fc.integer({ min: -24, max: 24 }), fc.constantFrom(5, 15, 30))
    .map(([steps, stepMinutes]) => (sceneMinute + steps * stepMinutes + 2 * dayMinutes) % dayMinutes);
  const edge = fc.oneof(near, fc.integer({ min: 0, max: dayMinutes - 1 }), fc.constant(0));
  const within = fc.tuple(edge, fc.oneof(edge, fc.constant(dayMinutes))).map(([a, b]) => ({
    startMinute: Math.min(a, b),
    endMinute: Math.max(a, b, Math.min(a, b) + 1),
  }));
  const overnight = fc
    .tuple(fc.oneof(edge, fc.integer({ min: 1200, max: 1439 })), fc.integer({ min: 1, max: dayMinutes }))
    .map(([startMinute, minutes]) => ({ startMinute, endMinute: startMinute + minutes }));
  return fc.oneof(within, overnight);
}

/** A span of one of three resources, of which a query has at most two, mostly on the quarter of an hour. */
function busyAt(scene: Scene): fc.Arbitrary<BusySpan> {
  const minutes = fc.oneof(
    fc.integer({ min: -120, max: 120 }).map((quarters) => quarters * 15),
    fc.integer({ min: -24, max: 24 }).map((quarters) => quarters * 15),
    fc.integer({ min: -2000, max: 2000 }),
    fc.integer({ min: -120_000, max: 120_000 }).map((seconds) => seconds / 60),
  );
  const length = fc.oneof(fc.constantFrom(15, 30, 60, 120), fc.integer({ min: 1, max: 1500 }));
  return fc
    .record({ resource: fc.integer({ min: 0, max: 2 }), unitNo: fc.integer({ min: 1, max: 4 }), minutes, length })
    .map(({ resource, unitNo, minutes: afterScene, length: lengthMinutes }) => {
      const startsAtMs = scene.instantMs + Math.round(afterScene * 60) * 1000;
      return { resourceId: `resource-${resource}`, unitNo, startsAtMs, endsAtMs: startsAtMs + lengthMinutes * minuteMs };
    });
}

interface WantedNeighbour {
  readonly pick: number;
  readonly resource: number;
  readonly unitNo: number;
  readonly isBefore: boolean;
  readonly gapMinutes: number;
  readonly lengthMinutes: number;
}

function neighbours(): fc.Arbitrary<WantedNeighbour> {
  return fc.record({
    pick: fc.nat(),
    resource: fc.integer({ min: 0, max: 1 }),
    unitNo: fc.integer({ min: 1, max: 3 }),
    isBefore: fc.boolean(),
    gapMinutes: fc.integer({ min: -2, max: 1 }),
    lengthMinutes: fc.integer({ min: 1, max: 60 }),
  });
}

/** Puts busy spans right before or after the blocked spans of starts: touching, a minute apart or a minute into them. */
function withNeighbours(query: AvailabilityQuery, services: readonly Span[], wanted: readonly WantedNeighbour[]): AvailabilityQuery {
  const added = wanted.map(({ pick, resource, unitNo, isBefore, gapMinutes, lengthMinutes }): BusySpan => {
    const { startsAtMs, endsAtMs } = blockedSpan(query, services[pick % services.length] as Span);
    const nearMs = isBefore ? startsAtMs - gapMinutes * minuteMs : endsAtMs + gapMinutes * minuteMs;
    const farMs = nearMs + (isBefore ? -lengthMinutes : lengthMinutes) * minuteMs;
    const span = { startsAtMs: Math.min(nearMs, farMs), endsAtMs: Math.max(nearMs, farMs) };
    return { resourceId: `resource-${resource}`, unitNo, ...span };
  });
  return { ...query, busy: [...query.busy, ...added] };
}

function blockedSpan(query: AvailabilityQuery, service: Span): Span {
  return {
    startsAtMs: service.startsAtMs - query.bufferBeforeMinutes * minuteMs,
    endsAtMs: service.endsAtMs + query.bufferAfterMinutes * minuteMs,
  };
}

interface WantedLoad {
  readonly pick: number;
  readonly seatsClaimed: number;
  readonly capacity: number;
  readonly claimedUnit: number | null;
}

function loads(): fc.Arbitrary<WantedLoad> {
  return fc.record({
    pick: fc.nat(),
    seatsClaimed: fc.integer({ min: 0, max: 6 }),
    capacity: fc.integer({ min: 0, max: 8 }),
    claimedUnit: fc.option(fc.integer({ min: 1, max: 3 })),
  });
}

/** Gives sessions to starts that the rules offer, most of them with the claim by which they hold their resources. */
function withLoads(query: AvailabilityQuery, services: readonly Span[], wanted: readonly WantedLoad[]): AvailabilityQuery {
  if (query.kind !== 'session') return query;
  const sessions = new Map<number, SessionLoad>();
  const busy = [...query.busy];
  for (const { pick, seatsClaimed, capacity, claimedUnit } of wanted) {
    const service = services[pick % services.length] as Span;
    sessions.set(service.startsAtMs, { startsAtMs: service.startsAtMs, seatsClaimed, capacity });
    if (claimedUnit === null) continue;
    for (const { resourceId } of query.resources) {
      busy.push({ resourceId, unitNo: claimedUnit, ...blockedSpan(query, service) });
    }
  }
  return { ...query, busy, sessions: [...sessions.values()] };
}

function dayAfter(dayLocal: string, days: number): string {
  return new Date(Date.parse(dayLocal) + days * dayMs).toISOString().slice(0, 10);
}
