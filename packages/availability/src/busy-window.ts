import { dayBounds, type Span } from './local-day.ts';
import type { AvailabilityQuery } from './query.ts';

const minuteMs = 60_000;

/**
 * The instants that the answers for some local days depend on: busy spans that don't overlap it need not be loaded. It
 * begins a buffer before the first day and ends a service and a buffer after the last.
 * @throws RangeError for an unknown zone or a text that is no day
 */
export function busyWindow(
  query: Pick<
    AvailabilityQuery,
    'kind' | 'timeZone' | 'fromDay' | 'toDay' | 'durationMinutes' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'
  >,
): Span {
  const serviceMinutes = query.kind === 'day' ? 0 : query.durationMinutes;
  return {
    startsAtMs: dayBounds(query.fromDay, query.timeZone).startsAtMs - query.bufferBeforeMinutes * minuteMs,
    endsAtMs: dayBounds(query.toDay, query.timeZone).endsAtMs + (serviceMinutes + query.bufferAfterMinutes) * minuteMs,
  };
}
