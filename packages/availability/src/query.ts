/** Hours of one weekday, in minutes on the local clock. */
export interface WeeklyRange {
  /** ISO 8601: Monday is 1, Sunday 7 */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** 0 to 1439 */
  readonly startMinute: number;
  /** 1440 is midnight; beyond it the range runs into the next day, up to 24 hours after its start */
  readonly endMinute: number;
}

/** A range of a date override; read as in WeeklyRange. */
export interface MinuteRange {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** Replaces the weekly ranges of one day; no ranges means closed. */
export interface DateOverride {
  readonly dayLocal: string;
  readonly ranges: readonly MinuteRange[];
}

/** Local days on which nothing takes place, both ends included. */
export interface Blackout {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** A span in which one unit is taken, widened by the buffers of whatever takes it. */
export interface BusySpan {
  readonly resourceId: string;
  /** 1 to the resource's units */
  readonly unitNo: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/**
 * The seats of one session of the package asked for. While `seatsClaimed` is above 0 the session holds its resources, so
 * its own claim may stand in `busy`; with 0 it holds nothing, and a claim of its own in `busy` would block it.
 */
export interface SessionLoad {
  readonly startsAtMs: number;
  readonly seatsClaimed: number;
  readonly capacity: number;
}

/** A resource of which the package needs one unit; its units are numbered from 1. */
export interface ResourcePool {
  readonly resourceId: string;
  readonly units: number;
}

/** Whole local days, times of one party each, or times that parties share seat by seat. */
export type AvailabilityKind = 'day' | 'slot' | 'session';

/** Everything that decides what can be booked; instants are UTC milliseconds, days are `YYYY-MM-DD` in `timeZone`. */
export interface AvailabilityQuery {
  readonly kind: AvailabilityKind;
  /** the tenant's IANA zone */
  readonly timeZone: string;
  /** first and last local day asked for, both included */
  readonly fromDay: string;
  readonly toDay: string;
  readonly nowMs: number;
  /** a whole day is open when it has a range, whichever it is */
  readonly weekly: readonly WeeklyRange[];
  readonly overrides: readonly DateOverride[];
  readonly blackouts: readonly Blackout[];
  /** elapsed minutes; ignored for whole days, like `stepMinutes` */
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** elapsed minutes from now to the start */
  readonly minNoticeMinutes: number;
  /** local days after today; 0 is today only */
  readonly bookingWindowDays: number;
  readonly dailyLimit: number | null;
  /** bookings by the local day of their start */
  readonly bookingsPerDay?: ReadonlyMap<string, number>;
  /** the package needs one unit of each */
  readonly resources: readonly ResourcePool[];
  /** spans outside the days asked for and of other resources do no harm */
  readonly busy: readonly BusySpan[];
  /** seats of a new session; needed for sessions */
  readonly seats?: number;
  readonly partySize: number;
  readonly sessions?: readonly SessionLoad[];
}

/** A start that can be booked; `remaining` counts free units, or seats left in a session. */
export interface AvailableSlot {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly remaining: number;
}

/**
 * The first that applies, in this order: `past` (over), `beyond_window`, `closed` (the rules offer no start), `past`
 * (its last start has gone by), `notice` (its last start is too soon), `full` (taken, or at the daily limit), `available`.
 */
export type DayState = 'available' | 'full' | 'closed' | 'past' | 'notice' | 'beyond_window';

/** One local day and the starts that can be booked on it, in order. */
export interface DayAvailability {
  readonly dayLocal: string;
  readonly state: DayState;
  readonly slots: readonly AvailableSlot[];
}

export interface Availability {
  readonly days: readonly DayAvailability[];
}
