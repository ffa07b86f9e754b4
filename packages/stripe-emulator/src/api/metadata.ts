import type Stripe from 'stripe';

/** Metadata after an update: given names are set, those given empty are removed, and unsetting it removes all. */
export function mergeMetadata(current: Stripe.Metadata, change: Readonly<Record<string, string>> | null | undefined): Stripe.Metadata {
  if (change === undefined) return current;
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...current, ...change }).filter(([, value]) => value !== ''));
}
