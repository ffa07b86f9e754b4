import { day, hour, type SamplePackage, type SampleTenant } from './sample-tenant.ts';

const inOneRoom = {
  kind: 'slot', schedule: 'Studio hours', resources: ['Studio rooms'], stepMinutes: 30, buffersMinutes: [0, 15], noticeMinutes: 12 * hour, windowDays: 90, party: [1, 4],
} as const satisfies Partial<SamplePackage>;

export const studioNord: SampleTenant = {
  slug: 'studionord',
  name: 'Studio Nord',
  email: 'hallo@studionord.example',
  country: 'DE',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  locale: 'en-DE',
  commissionBps: 1000,
  taxBps: 1900,
  branding: { logoUrl: null, primary: '#1b1b1f', accent: '#e4572e', font: 'system', radius: 'none', scheme: 'auto' },
  resources: [{ name: 'Studio rooms', units: 2 }],
  schedules: [{ name: 'Studio hours', weekdays: [1, 2, 3, 4, 5, 6], hours: [[9 * hour, 13 * hour], [14 * hour, 19 * hour]], closedInDays: [35] }],
  blackouts: [{ fromInDays: 24, toInDays: 25, reason: 'New floors' }],
  addOns: [
    { slug: 'retouched-print', name: 'Retouched print', description: '20 × 30 cm on baryta paper.', priceMinor: 1_800, maxQuantity: 20 },
    { slug: 'hair-and-make-up', name: 'Hair and make-up', description: 'Half an hour before you stand in front of the lens.', priceMinor: 6_500, maxQuantity: 4 },
  ],
  packages: [
    {
      ...inOneRoom, slug: 'portrait-30', name: 'Portrait, 30 minutes', priceMinor: 7_900, durationMinutes: 30,
      summary: 'One look, one background, done over lunch.',
      description: 'For your CV, your website or your mother. Three retouched pictures within two days.',
      addOns: ['retouched-print'],
    },
    {
      ...inOneRoom, slug: 'portrait-60', name: 'Portrait, 60 minutes', priceMinor: 14_000, durationMinutes: 60,
      summary: 'Time to change, to laugh and to try again.',
      description: 'Two looks, two backgrounds, eight retouched pictures.',
      addOns: ['retouched-print', 'hair-and-make-up'],
    },
    {
      ...inOneRoom, slug: 'editorial-120', name: 'Editorial, two hours', priceMinor: 26_000, durationMinutes: 120, noticeMinutes: 2 * day,
      summary: 'A whole set, built for you.',
      description: 'Concept call, styled set, fifteen retouched pictures with rights for print and web.',
      addOns: ['retouched-print', 'hair-and-make-up'],
    },
  ],
  questions: [
    {
      slug: 'pictures-for', kind: 'choice', label: 'What are the pictures for?', packages: ['portrait-60'],
      options: [['work', 'Work'], ['family', 'The family'], ['stage', 'Stage or casting'], ['other', 'Something else']],
    },
    { slug: 'invoice-to', kind: 'text', label: 'Company for the invoice', about: 'customer' },
  ],
};
