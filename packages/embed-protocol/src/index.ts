export { type ConnectOptions, type HostConnection, connectToHost } from './connect-to-host.ts';
export { type HostContext, type Prefill, readPrefill } from './host-context.ts';
export {
  type BookingCancelled, type BookingCompleted, type BookingCreated, type BookingSubmitted, type ChildMessageType,
  type ChildMessages, type PublicEvents, type PublicEventType, type StepName, isPublicEvent,
} from './messages.ts';
export { HANDSHAKE_TIMEOUT_MS, type Hello, MAX_HEIGHT_PX, PROTOCOL_VERSION, type Welcome, isHello } from './protocol.ts';
export { reportHeight } from './report-height.ts';
