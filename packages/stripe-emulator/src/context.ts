import type { AdvanceableClock } from './clock.ts';
import type { Store } from './store/store.ts';

/** What an operation acts with: the emulator, the account it acts on, and the request that asked. */
export interface Context {
  readonly store: Store;
  readonly clock: AdvanceableClock;
  readonly options: EmulatorOptions;
  /** The emulator's own address, without a slash at its end. */
  readonly url: string;
  /** The platform's account id. */
  readonly platform: string;
  /** Whose data this request sees: the platform's, or a connected account's. */
  readonly account: string;
  readonly key: 'secret' | 'publishable';
  readonly request: { readonly id: string | null; readonly idempotencyKey: string | null };
}

export interface EmulatorOptions {
  /** How long a payment stays `processing`. */
  readonly processingDelayMs: number;
  /** How long after a capture its balance transaction and application fee are booked; 0 books them at once. */
  readonly captureDelayMs: number;
  /** How long a refund stays pending, or takes to fail, with the test cards that do that. */
  readonly refundDelayMs: number;
  /** How long it takes a bank to dispute a charge of a card that does, and to decide by the evidence. */
  readonly disputeDelayMs: number;
  /** How long a payout is on its way to the bank. */
  readonly payoutDelayMs: number;
}

/** Whether the request acts on a connected account. */
export function isConnected(context: Context): boolean {
  return context.account !== context.platform;
}

/** The same emulator, acting for another account. */
export function forAccount(context: Context, account: string): Context {
  return { ...context, account };
}
