export type {
  BookingCancelled, BookingCompleted, BookingCreated, BookingSubmitted, HostEvents, PublicEvents, PublicEventType, StepName,
} from '@mais/embed-protocol/messages';
export { defineMaisWidget } from './define-once.ts';
export type { MaisWidgetElement, MaisWidgetEventMap } from './events.ts';
export type { MaisGlobal } from './global-api.ts';
