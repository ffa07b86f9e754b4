/*
 * How the stand-in for Stripe.js talks to its frames.
 *
 * 1. The script runs in the embedding page and knows one origin: the one that it was loaded from. Its frames live there.
 * 2. A frame is told its embedder's origin in its address, and posts to exactly that origin.
 * 3. Both sides take a message only when its `source` is the window they expect and its `origin` the one they know.
 * 4. The frame says `loaded`; the script answers with `init`. Nothing but `loaded` is sent before.
 * 5. The card's data never leaves the frame: it calls the API by itself, and reports what came of it.
 * 6. A question carries a `request` number, and its answer is a `reply` with the same number.
 */
import type { Appearance, PaymentIntent, StripeError, StripePaymentElementOptions } from '@stripe/stripe-js';

/** What the card form needs to call the API and to look right. */
export interface FrameSetup {
  readonly publishableKey: string;
  readonly stripeAccount: string | null;
  /** Null until it is known, when the intent is made after the form was shown. */
  readonly clientSecret: string | null;
  readonly appearance: Appearance;
  readonly options: StripePaymentElementOptions;
}

export interface ConfirmRequest {
  readonly clientSecret: string;
  readonly returnUrl: string | null;
  readonly receiptEmail: string | null;
  readonly billingDetails: BillingDetails;
}

export type BillingDetails = NonNullable<NonNullable<StripePaymentElementOptions['defaultValues']>['billingDetails']>;

export type ConfirmResult = { readonly paymentIntent: PaymentIntent } | { readonly error: StripeError };
export type SubmitResult = { readonly error: StripeError } | { readonly selectedPaymentMethod: string };

export type ToFrame =
  | { readonly kind: 'init'; readonly setup: FrameSetup }
  | { readonly kind: 'update'; readonly setup: FrameSetup }
  | { readonly kind: 'focus' | 'blur' | 'clear' }
  | { readonly kind: 'submit'; readonly request: number }
  | { readonly kind: 'confirm'; readonly request: number; readonly confirm: ConfirmRequest };

export type FromFrame =
  | { readonly kind: 'loaded' | 'ready' | 'focus' | 'blur' | 'escape' }
  | { readonly kind: 'loaderror'; readonly error: StripeError }
  | { readonly kind: 'change'; readonly empty: boolean; readonly complete: boolean; readonly country: string | null; readonly method: string }
  | { readonly kind: 'resize'; readonly heightPx: number }
  | { readonly kind: 'reply'; readonly request: number; readonly result: ConfirmResult | SubmitResult }
  | { readonly kind: 'authenticated' };

/** Whether a message from the right window and origin is one of ours at all. */
export function isMessage(value: unknown): value is { readonly kind: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** The query parameter that tells a frame who embeds it. */
export const EMBEDDER_PARAMETER = 'embedder';
