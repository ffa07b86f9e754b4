import type { Package } from '@mais/contract';

import type { Reader } from '../../i18n/reader.ts';
import { asksPartySize } from '../../flow/steps.ts';

/** How long it takes: `2 hr 30 min`, or a whole day. */
export function durationText({ durationMinutes }: Package, { say, formats }: Reader): string {
  return durationMinutes === null ? say('package.wholeDay') : formats.duration(durationMinutes);
}

/** The catalog's price; what a booking costs in the end is a quote's to say. */
export function priceText({ priceMinor, currency }: Package, { say, formats }: Reader): string {
  return priceMinor === 0 ? say('package.free') : formats.price(priceMinor, currency);
}

/** How many it takes; null where that says nothing. */
export function partyText(of: Package, { say }: Reader): string | null {
  if (!asksPartySize(of)) return of.maxPartySize > 1 ? say('summary.party', { count: of.maxPartySize }) : null;
  return say('package.partyRange', { min: of.minPartySize, max: of.maxPartySize });
}
