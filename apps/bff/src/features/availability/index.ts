export { blockedSpans, checkStart, type StartSpans } from './check-start.ts';
export { SlotNotOfferedError } from './errors.ts';
export { lookAtDay } from './look-at-day.ts';
export { listBusySpans, type Window } from './repository.ts';
export { listAvailability } from './list-availability.ts';
export { availabilityRoutes } from './routes.ts';
export type { AvailabilityChange } from './live/change.ts';
export { createLiveAvailability, type LiveAvailability } from './live/live-availability.ts';
