import { checkBookings } from './check-bookings.ts';
import { checkCharges } from './check-charges.ts';
import { checkEvents } from './check-events.ts';
import { checkLeftovers } from './check-leftovers.ts';
import { checkLedger } from './check-ledger.ts';
import { checkOverlaps } from './check-overlaps.ts';
import { checkPrices } from './check-prices.ts';
import { checkRefunds } from './check-refunds.ts';
import { checkWebhooks } from './check-webhooks.ts';
import type { Evidence, Violation } from './evidence.ts';
import { indexEvidence } from './index-evidence.ts';

/**
 * Says what must not be, after everything was healed and nothing is left to do.
 * @returns nothing where all is right
 */
export function check(evidence: Evidence): Violation[] {
  const indexed = indexEvidence(evidence);
  const rules = [checkBookings, checkCharges, checkRefunds, checkPrices, checkOverlaps, checkLedger, checkEvents, checkWebhooks, checkLeftovers];
  return rules.flatMap((rule) => rule(indexed));
}
