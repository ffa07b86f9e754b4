import { hour, type SamplePackage, type SampleTenant } from './sample-tenant.ts';

const treatment = { kind: 'slot', schedule: 'Every day', stepMinutes: 30, buffersMinutes: [15, 15], noticeMinutes: 2 * hour, windowDays: 60 } as const satisfies Partial<SamplePackage>;

export const marinaSpa: SampleTenant = {
  slug: 'marinaspa',
  name: 'Marina Spa',
  email: 'care@marinaspa.example',
  country: 'AE',
  currency: 'AED',
  timeZone: 'Asia/Dubai',
  locale: 'en-AE',
  commissionBps: 1250,
  taxBps: 500,
  branding: { logoUrl: null, primary: '#8a6a2f', accent: '#1f7a78', font: 'system', radius: 'large', scheme: 'auto' },
  resources: [{ name: 'Treatment rooms', units: 3 }, { name: 'Hammam', units: 1 }],
  schedules: [{ name: 'Every day', weekdays: [1, 2, 3, 4, 5, 6, 7], hours: [[10 * hour, 22 * hour]] }],
  addOns: [
    { slug: 'aromatherapy', name: 'Aromatherapy oils', description: 'Neroli, oud or desert rose.', priceMinor: 7_500, priceBasis: 'person', maxQuantity: 1 },
    { slug: 'rooftop-pool', name: 'Rooftop pool', description: 'Two hours with a view of the marina.', priceMinor: 12_000, priceBasis: 'person', maxQuantity: 1 },
  ],
  packages: [
    {
      ...treatment, slug: 'signature-massage', name: 'Signature massage', priceMinor: 42_000, durationMinutes: 60, resources: ['Treatment rooms'],
      summary: 'An hour of long, slow strokes.',
      description: 'Warm oil, firm hands and a room above the water. Tell your therapist where it hurts.',
      addOns: ['aromatherapy', 'rooftop-pool'],
    },
    {
      ...treatment, slug: 'hammam-ritual', name: 'Hammam ritual', priceMinor: 55_000, durationMinutes: 90, resources: ['Hammam'],
      summary: 'Steam, black soap and a proper scrub.',
      description: 'The Moroccan ritual on warm marble, with mint tea to come back to the world.',
      addOns: ['aromatherapy', 'rooftop-pool'],
    },
    {
      ...treatment, slug: 'couples-retreat', name: 'Couples retreat', priceMinor: 98_000, party: [2, 2], durationMinutes: 120, resources: ['Treatment rooms'],
      summary: 'Side by side, two hours.',
      description: 'Massage, facial and a private terrace with dates and coffee.',
      addOns: ['aromatherapy', 'rooftop-pool'],
    },
  ],
  questions: [
    {
      slug: 'pressure', kind: 'choice', label: 'Which pressure do you like?', about: 'customer', packages: ['signature-massage', 'couples-retreat'],
      options: [['light', 'Light'], ['medium', 'Medium'], ['firm', 'Firm']],
    },
    { slug: 'health', kind: 'textarea', label: 'Injuries, pregnancy or skin conditions', help: 'Only your therapist reads this.' },
  ],
};
