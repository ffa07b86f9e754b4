import { createRandom, type Random } from '../random.ts';
import type { TenantSlug } from '../world/template.ts';
import { drawLaterActions, type LaterAction } from './later-actions.ts';

/** How a customer goes on after booking. */
export const endings = ['pay', 'declined_then_pay', 'only_declined', 'three_d_secure', 'slow_bank', 'pay_twice_at_once', 'switch_way_to_pay', 'turn_back', 'turn_back_while_paying', 'abandon', 'pay_late'] as const;
export type Ending = (typeof endings)[number];

/** All that a customer decides, drawn before anything happens: whatever goes wrong on the way, a seed decides the same. */
export interface CustomerPlan {
  readonly name: string;
  readonly tenant: TenantSlug;
  readonly package: string;
  readonly partySize: number;
  readonly addOns: readonly { readonly addOn: string; readonly quantity: number }[];
  readonly promoCode: string | null;
  readonly postalCode: string | null;
  readonly answers: Readonly<Record<string, boolean>>;
  readonly bookingKey: string;
  readonly startsAfterMs: number;
  /** Which of the first free times: few, so that customers meet. */
  readonly slotIndex: number;
  readonly givesHoldBack: boolean;
  readonly booksTwice: boolean;
  readonly ending: Ending;
  readonly thinksMs: number;
  /** What they pay with. */
  readonly card: string;
  readonly later: readonly LaterAction[];
  /** Whether all of that happens at once. */
  readonly allAtOnce: boolean;
}

/** Of good cards: one that is declined when it is charged again, and some whose bank takes refunds late, or not at all. */
const cards = ['pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_chargeCustomerFail', 'pm_card_pendingRefund', 'pm_card_refundFail'] as const;

interface Choice {
  readonly tenant: TenantSlug;
  readonly package: string;
  readonly party: readonly [number, number];
  readonly addOns?: readonly string[];
  readonly promoCode?: string;
  readonly postalCodes?: readonly string[];
  readonly answers?: Readonly<Record<string, boolean>>;
}

/** What the sample tenants sell: whole days, slots, sessions; free, taxed, with a deposit; in currencies with two decimals and none. */
const choices: readonly Choice[] = [
  { tenant: 'bellaweddings', package: 'engagement-session', party: [1, 1], addOns: ['fine-art-album'] },
  { tenant: 'bellaweddings', package: 'elopement', party: [1, 1], addOns: ['drone-film'] },
  { tenant: 'studionord', package: 'portrait-30', party: [1, 4], addOns: ['retouched-print'] },
  { tenant: 'studionord', package: 'portrait-60', party: [1, 4], addOns: ['hair-and-make-up'] },
  { tenant: 'matsuritea', package: 'tasting', party: [1, 2] },
  { tenant: 'matsuritea', package: 'ceremony', party: [1, 4], addOns: ['wagashi'] },
  { tenant: 'marinaspa', package: 'hammam-ritual', party: [1, 1], addOns: ['aromatherapy'] },
  { tenant: 'marinaspa', package: 'signature-massage', party: [1, 1] },
  { tenant: 'harborkayaks', package: 'harbour-tour', party: [1, 6], addOns: ['wetsuit'], answers: { 'all-can-swim': true } },
  { tenant: 'harborkayaks', package: 'gulf-charter', party: [1, 8], addOns: ['picnic'], promoCode: 'KIAORA', postalCodes: ['0620', '1010'], answers: { 'all-can-swim': true } },
];

export function drawCustomers(seed: number, count: number, durationMs: number): CustomerPlan[] {
  // Few kinds a run: those who want the same times are who can get into each other's way.
  const random = createRandom(seed, 'market');
  const market = Array.from({ length: 4 }, () => random.pick(choices));
  return Array.from({ length: count }, (_, index) => drawCustomer(createRandom(seed, `customer ${index + 1}`), `customer ${index + 1}`, market, durationMs));
}

function drawCustomer(random: Random, name: string, market: readonly Choice[], durationMs: number): CustomerPlan {
  const choice = random.pick(market);
  return {
    name,
    tenant: choice.tenant,
    package: choice.package,
    partySize: random.between(...choice.party),
    addOns: (choice.addOns ?? []).filter(() => random.chance(0.4)).map((addOn) => ({ addOn, quantity: 1 })),
    promoCode: choice.promoCode !== undefined && random.chance(0.5) ? choice.promoCode : null,
    postalCode: choice.postalCodes ? random.pick(choice.postalCodes) : null,
    answers: choice.answers ?? {},
    bookingKey: random.uuid(),
    startsAfterMs: random.between(0, Math.floor(durationMs * 0.6)),
    slotIndex: random.between(0, 3),
    givesHoldBack: random.chance(0.05),
    booksTwice: random.chance(0.3),
    ending: random.chance(0.4) ? 'pay' : random.pick(endings),
    thinksMs: random.between(0, 600),
    later: drawLaterActions(random),
    card: random.pick(cards),
    allAtOnce: random.chance(0.25),
  };
}
