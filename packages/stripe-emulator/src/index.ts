export { startStripeEmulator } from './start-emulator.ts';
export type { RunningEmulator, StartOptions } from './start-emulator.ts';
export type { Clock } from './clock.ts';
export type { ConfiguredEndpoint } from './webhooks/endpoints.ts';
