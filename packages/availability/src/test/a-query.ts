import type { AvailabilityQuery, MinuteRange, WeeklyRange } from '../query.ts';

/** Hour-long slots from nine to five in New York, one room, asked on a Friday for the Monday; change what a test is about. */
export function aQuery(changes: Partial<AvailabilityQuery> = {}): AvailabilityQuery {
  return {
    kind: 'slot',
    timeZone: 'America/New_York',
    fromDay: '2026-11-23',
    toDay: '2026-11-23',
    nowMs: Date.parse('2026-11-20T17:00:00Z'),
    weekly: everyDay(hours('09:00', '17:00')),
    overrides: [],
    blackouts: [],
    durationMinutes: 60,
    stepMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minNoticeMinutes: 0,
    bookingWindowDays: 60,
    dailyLimit: null,
    resources: [{ resourceId: 'room', units: 1 }],
    busy: [],
    seats: 8,
    partySize: 1,
    ...changes,
  };
}

export function everyDay(...ranges: MinuteRange[]): WeeklyRange[] {
  return ([1, 2, 3, 4, 5, 6, 7] as const).flatMap((weekday) => ranges.map((range) => ({ weekday, ...range })));
}

/** A range, as in `hours('09:00', '17:00')`, or past midnight `hours('22:00', '26:00')`. */
export function hours(start: string, end: string): MinuteRange {
  return { startMinute: minutesOf(start), endMinute: minutesOf(end) };
}

/** What the clock shows at an instant and how far it is from UTC, as in `01:30 GMT-4`. */
export function shown(instantMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
  }).format(instantMs);
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour as number) * 60 + (minute as number);
}
