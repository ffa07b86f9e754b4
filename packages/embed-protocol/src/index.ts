export { type ConnectOptions, connectToHost, type HostConnection } from './connect-to-host.ts';
export { type HostContext, type Prefill, readPrefill } from './host-context.ts';
export type {
  BookingCancelled, BookingCompleted, BookingCreated, BookingSubmitted, ChildMessages, ChildMessageType, HostEvents, PublicEvents,
  PublicEventType, StepName, WireMessage,
} from './messages.ts';
export { HANDSHAKE_TIMEOUT_MS, type Hello, type HostMessage, MAX_HEIGHT_PX, PROTOCOL_VERSION } from './protocol.ts';
export { forwardEscape } from './forward-escape.ts';
export { reportHeight } from './report-height.ts';
