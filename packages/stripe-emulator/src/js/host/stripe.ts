import type { StripeConstructor } from '@stripe/stripe-js';
import { createStripe } from './create-stripe.ts';

// The one origin that this script trusts is the one it was loaded from.
const script = document.currentScript;
const origin = new URL(script instanceof HTMLScriptElement ? script.src : document.baseURI).origin;

const Stripe: StripeConstructor = (publishableKey, options) => createStripe({ origin, publishableKey, stripeAccount: options?.stripeAccount ?? null });

Object.assign(window, { Stripe: Object.assign(Stripe, { version: 'emulated' }) });
