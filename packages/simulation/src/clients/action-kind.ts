import type { ApiClient, ClientWorld } from './api.ts';
import type { MadeBooking } from './made-booking.ts';

/** Something that can happen to a booking after it was made. */
export interface ActionKind {
  readonly name: string;
  readonly probability: number;
  run(given: ActionGiven): Promise<void>;
}

export interface ActionGiven {
  readonly world: ClientWorld;
  /** Speak for the business, and for the customer. */
  readonly tenant: ApiClient;
  readonly customer: ApiClient;
  readonly booking: MadeBooking;
  /** From 0 to 1, drawn: how much, or which one, of whatever it is about. */
  readonly share: number;
  /** For the idempotency of whatever it asks for. */
  readonly key: string;
}
