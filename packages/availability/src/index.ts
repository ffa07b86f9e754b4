export { listAvailability, findFirstAvailableDay } from './list-availability.ts';
export { isBookable, type Bookability, type UnbookableReason } from './is-bookable.ts';
export { busyWindow } from './busy-window.ts';
export { assertAvailabilityQuery, InvalidAvailabilityQueryError, type QueryProblem } from './validate-query.ts';
export { dayBounds, localDayOf, type Span } from './local-day.ts';
export { addDays, isIsoDay } from './calendar-day.ts';
export { isTimeZone } from './zone.ts';
export type { ResourceUnit } from './occupancy.ts';
export type {
  Availability,
  AvailabilityKind,
  AvailabilityQuery,
  AvailableSlot,
  Blackout,
  BusySpan,
  DateOverride,
  DayAvailability,
  DayState,
  MinuteRange,
  ResourcePool,
  SessionLoad,
  WeeklyRange,
} from './query.ts';
