import type { ZoneClock } from './zone-clock.ts';

const dayMs = 86_400_000;
const secondMs = 1000;
// Zones and years come from requests, so what they leave behind is bounded; the world has about 600 zone names.
const zonesKept = 700;
const yearsKeptPerZone = 50;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly years: Map<number, ZoneClock>;
}

const zones = new Map<string, Zone>();

/** Whether the text names an IANA time zone; bare offsets such as `+05:30` don't. */
export function isTimeZone(text: string): boolean {
  return findZone(text) !== null;
}

/**
 * The clock of a zone for all instants from `fromMs` to `toMs`, from a table that is made once per zone and UTC year.
 * @throws RangeError for an unknown zone
 */
export function zoneClock(timeZone: string, fromMs: number, toMs: number): ZoneClock {
  const zone = findZone(timeZone);
  if (zone === null) throw new RangeError(`not a time zone: ${JSON.stringify(timeZone)}`);
  const firstYear = new Date(fromMs).getUTCFullYear();
  const lastYear = new Date(toMs).getUTCFullYear();
  let clock = clockOfYear(zone, firstYear);
  for (let year = firstYear + 1; year <= lastYear; year++) {
    const next = clockOfYear(zone, year);
    clock = {
      sinceMs: clock.sinceMs.concat(next.sinceMs.slice(1)),
      offsetMs: clock.offsetMs.concat(next.offsetMs.slice(1)),
    };
  }
  return clock;
}

function findZone(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    return keep(zones, name, { format, years: new Map() }, zonesKept);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function clockOfYear(zone: Zone, year: number): ZoneClock {
  return zone.years.get(year) ?? keep(zone.years, year, readYear(zone.format, year), yearsKeptPerZone);
}

/** Reads the clock once a day and searches for the second of the change wherever two readings disagree. */
function readYear(format: Intl.DateTimeFormat, year: number): ZoneClock {
  const endMs = Date.UTC(year + 1, 0, 1);
  let atMs = Date.UTC(year, 0, 1);
  let offset = readOffset(format, atMs);
  const sinceMs = [-Infinity];
  const offsetMs = [offset];
  while (atMs < endMs) {
    const nextMs = atMs + dayMs;
    const nextOffset = readOffset(format, nextMs);
    if (nextOffset !== offset) {
      sinceMs.push(findChange(format, atMs, nextMs));
      offsetMs.push(nextOffset);
    }
    atMs = nextMs;
    offset = nextOffset;
  }
  return { sinceMs, offsetMs };
}

function findChange(format: Intl.DateTimeFormat, beforeMs: number, afterMs: number): number {
  const offsetBefore = readOffset(format, beforeMs);
  let low = beforeMs / secondMs;
  let high = afterMs / secondMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffset(format, middle * secondMs) === offsetBefore) low = middle;
    else high = middle;
  }
  return high * secondMs;
}

function readOffset(format: Intl.DateTimeFormat, instantMs: number): number {
  const fields = format.format(instantMs).match(/\d+/g)?.map(Number) ?? [];
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, limit: number): Value {
  if (map.size >= limit) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(key, value);
  return value;
}
