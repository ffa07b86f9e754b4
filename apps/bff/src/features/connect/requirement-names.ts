import type { WordKey } from './words/words.ts';

/** What Stripe calls it, by its beginning, and what people do. @see https://docs.stripe.com/connect/required-verification-information */
const names: readonly (readonly [start: string, name: WordKey])[] = [
  ['business_profile.mcc', 'due.businessKind'],
  ['business_profile.url', 'due.businessWebsite'],
  ['business_profile.product_description', 'due.businessProduct'],
  ['business_profile', 'due.business'],
  ['business_type', 'due.businessType'],
  ['company.tax_id', 'due.companyTaxNumber'],
  ['company', 'due.company'],
  ['external_account', 'due.bankAccount'],
  ['individual.verification', 'due.identity'],
  ['individual', 'due.individual'],
  ['owners', 'due.owners'],
  ['directors', 'due.directors'],
  ['representative', 'due.representative'],
  ['person', 'due.person'],
  ['tos_acceptance', 'due.terms'],
  ['documents', 'due.document'],
];

/** What people call requirements, each once, in Stripe's order. */
export function nameRequirements(requirements: readonly string[]): WordKey[] {
  return [...new Set(requirements.map(nameOf))];
}

function nameOf(requirement: string): WordKey {
  const known = names.find(([start]) => requirement === start || requirement.startsWith(`${start}.`) || requirement.startsWith(`${start}_`));
  return known?.[1] ?? 'due.other';
}
