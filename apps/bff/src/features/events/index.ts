export type { EventReceiver } from './event-receiver.ts';
export type { EventType } from './event-types.ts';
export { findEvent, type TenantEvent } from './event-repository.ts';
export { recordEvent, type NewEvent } from './record-event.ts';
