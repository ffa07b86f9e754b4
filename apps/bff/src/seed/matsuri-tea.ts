import { hour, type SampleTenant } from './sample-tenant.ts';

export const matsuriTea: SampleTenant = {
  slug: 'matsuritea',
  name: 'Matsuri Tea House',
  email: 'konnichiwa@matsuritea.example',
  country: 'JP',
  currency: 'JPY',
  timeZone: 'Asia/Tokyo',
  locale: 'en',
  commissionBps: 1250,
  taxBps: 1000,
  branding: { logoUrl: null, primary: '#4d6b3c', accent: '#b5533c', font: 'serif', radius: 'small', scheme: 'auto' },
  resources: [{ name: 'Tea room', units: 1 }, { name: 'Tasting counter', units: 2 }],
  schedules: [
    { name: 'Ceremonies', weekdays: [2, 4, 6, 7], hours: [[10 * hour, 12 * hour], [13 * hour, 17 * hour]] },
    { name: 'Counter', weekdays: [2, 3, 4, 5, 6, 7], hours: [[11 * hour, 17 * hour]] },
  ],
  addOns: [
    { slug: 'wagashi', name: 'Seasonal wagashi', description: 'A second sweet, made this morning.', priceMinor: 900, priceBasis: 'person', maxQuantity: 1 },
    { slug: 'kimono', name: 'Kimono for the ceremony', description: 'We help you into it; allow half an hour before.', priceMinor: 4_400, priceBasis: 'person', maxQuantity: 1 },
  ],
  packages: [
    {
      slug: 'tasting', name: 'Tea tasting', kind: 'slot', priceMinor: 0, party: [1, 2], schedule: 'Counter', resources: ['Tasting counter'],
      durationMinutes: 30, stepMinutes: 30, noticeMinutes: 2 * hour, windowDays: 30,
      summary: 'Three teas, on the house.',
      description: 'Sencha, hōjicha and the tea of the month at the counter. No charge, and no need to buy.',
    },
    {
      slug: 'ceremony', name: 'Tea ceremony', kind: 'session', priceMinor: 6_600, priceBasis: 'person', party: [1, 4], seats: 8, schedule: 'Ceremonies', resources: ['Tea room'],
      durationMinutes: 90, stepMinutes: 120, noticeMinutes: 24 * hour, windowDays: 60,
      summary: 'Thin tea and a sweet, in quiet company.',
      description: 'A tea master makes each bowl in front of you and explains what to look for. Up to eight guests share the room.',
      addOns: ['wagashi', 'kimono'],
    },
  ],
  questions: [
    { slug: 'seating', kind: 'choice', label: 'How would you like to sit?', packages: ['ceremony'], options: [['tatami', 'On tatami'], ['chair', 'On a chair']] },
    { slug: 'allergies', kind: 'text', label: 'Allergies, for the sweets' },
  ],
};
