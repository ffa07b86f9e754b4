export type {
  BookingCancelled, BookingCompleted, BookingCreated, BookingSubmitted, PublicEvents, PublicEventType, StepName,
} from '@mais/embed-protocol';
export { defineMaisWidget } from './define-mais-widget.ts';
export type { MaisWidgetElement, MaisWidgetEventMap } from './events.ts';
