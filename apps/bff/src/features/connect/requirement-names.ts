/** What Stripe calls it, by its beginning, and what people do. @see https://docs.stripe.com/connect/required-verification-information */
const names: readonly (readonly [start: string, name: string])[] = [
  ['business_profile.mcc', 'What kind of business it is'],
  ['business_profile.url', 'The website of the business'],
  ['business_profile.product_description', 'What the business sells'],
  ['business_profile', 'Details of the business'],
  ['business_type', 'Whether it is a company or a person'],
  ['company.tax_id', 'The tax number of the company'],
  ['company', 'Details of the company'],
  ['external_account', 'A bank account for payouts'],
  ['individual.verification', 'A proof of identity'],
  ['individual', 'Details of the person behind the business'],
  ['owners', 'Who owns the company'],
  ['directors', 'Who directs the company'],
  ['representative', 'Who represents the company'],
  ['person', 'Details of a person in the company'],
  ['tos_acceptance', 'Agreeing to Stripe’s terms'],
  ['documents', 'A document'],
];

/** Names of requirements for people, each once, in Stripe's order. */
export function nameRequirements(requirements: readonly string[]): string[] {
  return [...new Set(requirements.map(nameOf))];
}

function nameOf(requirement: string): string {
  const known = names.find(([start]) => requirement === start || requirement.startsWith(`${start}.`) || requirement.startsWith(`${start}_`));
  return known?.[1] ?? 'Something that Stripe’s form explains';
}
