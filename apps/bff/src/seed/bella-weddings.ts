import { day, hour, type SamplePackage, type SampleTenant } from './sample-tenant.ts';

/** One wedding a date, whichever package: all of them need the one team. */
const wholeDay = { kind: 'day', schedule: 'Wedding days', resources: ['Bella and her team'], noticeMinutes: 14 * day, windowDays: 540 } as const satisfies Partial<SamplePackage>;

export const bellaWeddings: SampleTenant = {
  slug: 'bellaweddings',
  name: 'Bella Weddings',
  email: 'hello@bellaweddings.example',
  country: 'US',
  currency: 'USD',
  timeZone: 'America/New_York',
  locale: 'en',
  commissionBps: 1200,
  taxBps: 0,
  branding: { logoUrl: null, primary: '#9d4b5f', accent: '#c08457', font: 'serif', radius: 'large', scheme: 'auto' },
  resources: [{ name: 'Bella and her team', units: 1 }],
  // A date that is given back late is hard to sell again.
  cancellation: { tiers: [{ hoursBefore: 90 * 24, refundBps: 10_000 }, { hoursBefore: 7 * 24, refundBps: 5_000 }], rescheduleHours: 7 * 24 },
  schedules: [{ name: 'Wedding days', weekdays: [3, 4, 5, 6, 7], hours: [[8 * hour, 22 * hour]], closedInDays: [33, 34] }],
  blackouts: [{ fromInDays: 47, toInDays: 56, reason: 'Away in Italy' }],
  addOns: [
    { slug: 'second-photographer', name: 'Second photographer', description: 'Another angle for the ceremony and the guests.', priceMinor: 65_000, maxQuantity: 1 },
    { slug: 'fine-art-album', name: 'Fine-art album', description: 'Forty pages, lay-flat, bound in linen.', priceMinor: 48_000, maxQuantity: 3 },
    { slug: 'drone-film', name: 'Drone film', description: 'A three-minute film from above, weather permitting.', priceMinor: 39_000, maxQuantity: 1 },
  ],
  packages: [
    {
      ...wholeDay, slug: 'full-day-wedding', name: 'Full-day wedding', priceMinor: 420_000, category: 'Weddings',
      summary: 'From getting ready to the last dance.',
      description: 'Ten hours of coverage, around 600 edited pictures in an online gallery, and a planning call two weeks before.',
      addOns: ['second-photographer', 'fine-art-album', 'drone-film'],
    },
    {
      ...wholeDay, slug: 'elopement', name: 'Elopement', priceMinor: 180_000, category: 'Weddings',
      summary: 'Just the two of you, anywhere within two hours of the city.',
      description: 'Four hours of coverage and 200 edited pictures. We know the quiet corners of Central Park and the Hudson Valley.',
      addOns: ['fine-art-album', 'drone-film'],
    },
    {
      ...wholeDay, slug: 'engagement-session', name: 'Engagement day', priceMinor: 95_000, category: 'Couples',
      summary: 'Two places, two outfits, no hurry.',
      description: 'A relaxed day with time for a walk, a coffee and golden hour. Sixty edited pictures.',
      addOns: ['fine-art-album'],
    },
  ],
  questions: [
    { slug: 'venue', kind: 'text', label: 'Where is it?', help: 'The venue and its town, as far as you know.' },
    { slug: 'guests', kind: 'number', label: 'How many guests do you expect?', minimum: 1, maximum: 2_000, packages: ['full-day-wedding', 'elopement'] },
    {
      slug: 'heard-from', kind: 'choice', label: 'How did you hear of us?', about: 'customer',
      options: [['friends', 'Friends or family'], ['instagram', 'Instagram'], ['planner', 'Our planner'], ['search', 'A search'], ['other', 'Somewhere else']],
    },
  ],
};
