import { DECLINES } from './declines.ts';
import type { Decline } from './declines.ts';

/** What the bank does with a payment by a card. */
export type CardOutcome =
  | { readonly kind: 'succeed'; readonly refund?: 'pend' | 'fail_later'; readonly onceSaved?: Decline; readonly dispute?: 'fraudulent' | 'product_not_received' | 'inquiry' }
  | { readonly kind: 'decline'; readonly decline: Decline }
  | { readonly kind: 'authenticate'; readonly next: CardOutcome; readonly offSession?: 'passes' | 'passes_once_set_up' }
  | { readonly kind: 'process'; readonly next: CardOutcome };

/** A card number that Stripe's test mode (or the emulator) gives a meaning. */
export interface TestCard {
  readonly number: string;
  /** Payment method ids that stand for it, as `pm_card_visa` does. */
  readonly tokens: readonly string[];
  readonly outcome: CardOutcome;
  readonly about: string;
}

const succeed: CardOutcome = { kind: 'succeed' };

/** The cards that the emulator knows. @see https://docs.stripe.com/testing */
export const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', ['pm_card_visa'], succeed, 'succeeds'),
  card('4000056655665556', ['pm_card_visa_debit'], succeed, 'succeeds (debit)'),
  card('5555555555554444', ['pm_card_mastercard'], succeed, 'succeeds'),
  card('2223003122003222', [], succeed, 'succeeds'),
  card('5200828282828210', ['pm_card_mastercard_debit'], succeed, 'succeeds (debit)'),
  card('378282246310005', ['pm_card_amex'], succeed, 'succeeds'),
  card('6011111111111117', ['pm_card_discover'], succeed, 'succeeds'),
  card('3056930009020004', ['pm_card_diners'], succeed, 'succeeds'),
  card('3566002020360505', ['pm_card_jcb'], succeed, 'succeeds'),
  card('6200000000000005', ['pm_card_unionpay'], succeed, 'succeeds'),
  card('4000000000003055', ['pm_card_threeDSecureOptional'], succeed, 'succeeds; supports 3DS but does not need it'),
  declined('4000000000000002', ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'], DECLINES.generic),
  declined('4000000000009995', ['pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_card_chargeDeclinedInsufficientFunds'], DECLINES.insufficientFunds),
  declined('4000000000009987', ['pm_card_visa_chargeDeclinedLostCard', 'pm_card_chargeDeclinedLostCard'], DECLINES.lostCard),
  declined('4000000000009979', ['pm_card_visa_chargeDeclinedStolenCard', 'pm_card_chargeDeclinedStolenCard'], DECLINES.stolenCard),
  declined('4000000000000069', ['pm_card_chargeDeclinedExpiredCard'], DECLINES.expiredCard),
  declined('4000000000000127', ['pm_card_chargeDeclinedIncorrectCvc'], DECLINES.incorrectCvc),
  declined('4000000000000119', ['pm_card_chargeDeclinedProcessingError'], DECLINES.processingError),
  declined('4000000000006975', ['pm_card_visa_chargeDeclinedVelocityLimitExceeded'], DECLINES.velocityExceeded),
  declined('4100000000000019', ['pm_card_radarBlock'], DECLINES.fraudulent),
  card(
    '4000002500003155',
    ['pm_card_authenticationRequiredOnSetup'],
    { kind: 'authenticate', next: succeed, offSession: 'passes_once_set_up' },
    'asks for 3DS, then succeeds; once set up, succeeds off session',
  ),
  card(
    '4000003800000446',
    ['pm_card_authenticationRequiredSetupForOffSession'],
    { kind: 'authenticate', next: succeed, offSession: 'passes' },
    'asks for 3DS, then succeeds; off session it succeeds at once',
  ),
  authenticated('4000002760003184', ['pm_card_authenticationRequired'], succeed, 'asks for 3DS, then succeeds; off session always declined: authentication_required'),
  authenticated('4000000000003220', ['pm_card_threeDSecure2Required'], succeed, 'asks for 3DS 2, then succeeds'),
  authenticated('4000000000003063', ['pm_card_threeDSecureRequired'], succeed, 'asks for 3DS, then succeeds'),
  authenticated('4000008400001629', ['pm_card_threeDSecureRequiredChargeDeclined'], decline(DECLINES.generic), 'asks for 3DS, then is declined'),
  authenticated(
    '4000008260003178',
    ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds'],
    decline(DECLINES.insufficientFunds),
    'asks for 3DS, then is declined for insufficient funds',
  ),
  card('4000000000000341', ['pm_card_chargeCustomerFail'], { kind: 'succeed', onceSaved: DECLINES.generic }, 'succeeds; once it is saved with a customer, declined: generic_decline'),
  card('4000000000000259', ['pm_card_createDispute'], { kind: 'succeed', dispute: 'fraudulent' }, 'succeeds; is disputed as fraudulent'),
  card('4000000000002685', ['pm_card_createDisputeProductNotReceived'], { kind: 'succeed', dispute: 'product_not_received' }, 'succeeds; is disputed as a product not received'),
  card('4000000000001976', ['pm_card_createDisputeInquiry'], { kind: 'succeed', dispute: 'inquiry' }, 'succeeds; the bank inquires about it'),
  card('4000000000007726', ['pm_card_pendingRefund'], { kind: 'succeed', refund: 'pend' }, 'succeeds; its refunds are pending first'),
  card('4000000000005126', ['pm_card_refundFail'], { kind: 'succeed', refund: 'fail_later' }, 'succeeds; its refunds fail later'),
  // Stripe has no card that processes: these two numbers are the emulator's own.
  card('4000000000004210', ['pm_card_processing'], { kind: 'process', next: succeed }, 'is processing for a while, then succeeds'),
  card('4000000000004228', ['pm_card_processingDeclined'], { kind: 'process', next: decline(DECLINES.generic) }, 'is processing for a while, then fails'),
];

const byNumber = new Map(TEST_CARDS.map((testCard) => [testCard.number, testCard]));
const byToken = new Map(TEST_CARDS.flatMap((testCard) => testCard.tokens.map((token) => [token, testCard] as const)));

export function findTestCard(number: string): TestCard | null {
  return byNumber.get(number) ?? null;
}

/** Finds the card behind an id such as `pm_card_visa`. */
export function findTestCardByToken(token: string): TestCard | null {
  return byToken.get(token) ?? null;
}

function card(number: string, tokens: readonly string[], outcome: CardOutcome, about: string): TestCard {
  return { number, tokens, outcome, about };
}

function declined(number: string, tokens: readonly string[], reason: Decline): TestCard {
  return { number, tokens, outcome: decline(reason), about: `is declined: ${reason.declineCode ?? reason.code}` };
}

function authenticated(number: string, tokens: readonly string[], next: CardOutcome, about: string): TestCard {
  return { number, tokens, outcome: { kind: 'authenticate', next }, about };
}

function decline(reason: Decline): CardOutcome {
  return { kind: 'decline', decline: reason };
}
