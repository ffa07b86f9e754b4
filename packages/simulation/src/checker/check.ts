import { checkBalances } from './check-balances.ts';
import { checkBookings } from './check-bookings.ts';
import { checkCancellations } from './check-cancellations.ts';
import { checkCharges } from './check-charges.ts';
import { checkEvents } from './check-events.ts';
import { checkLeftovers } from './check-leftovers.ts';
import { checkLedger } from './check-ledger.ts';
import { checkMoves } from './check-moves.ts';
import { checkOverlaps } from './check-overlaps.ts';
import { checkPrices } from './check-prices.ts';
import { checkRefunds } from './check-refunds.ts';
import { checkWaitlist } from './check-waitlist.ts';
import { checkWebhooks } from './check-webhooks.ts';
import type { Evidence, Violation } from './evidence.ts';
import { indexEvidence } from './index-evidence.ts';

/**
 * Says what must not be, after everything was healed and nothing is left to do.
 * @returns nothing where all is right
 */
export function check(evidence: Evidence): Violation[] {
  const indexed = indexEvidence(evidence);
  const rules = [
    checkBookings, checkCharges, checkRefunds, checkPrices, checkOverlaps, checkLedger, checkEvents, checkWebhooks, checkLeftovers, checkMoves, checkCancellations, checkBalances, checkWaitlist,
  ];
  return rules.flatMap((rule) => rule(indexed));
}
