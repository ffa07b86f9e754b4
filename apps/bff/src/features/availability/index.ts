export { blockedSpans, checkStart, type StartSpans } from './check-start.ts';
export { listAvailability } from './list-availability.ts';
export { availabilityRoutes } from './routes.ts';
