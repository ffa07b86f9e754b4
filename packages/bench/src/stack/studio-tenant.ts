import type { SampleTenant } from '@mais/bff';

/** A business as many are: a few packages, half-hourly times on six days a week, and a question that needs no step of its own. */
export const studioTenant: SampleTenant = {
  slug: 'benchstudio',
  name: 'Bench Studio',
  email: 'studio@bench.example',
  country: 'GB',
  currency: 'GBP',
  timeZone: 'Europe/London',
  locale: 'en-GB',
  commissionBps: 1000,
  taxBps: 0,
  branding: { logoUrl: null, primary: '#7c3aed', accent: '#0f766e', font: 'system', radius: 'medium', scheme: 'auto' },
  resources: [{ name: 'Studio', units: 1 }],
  schedules: [{ name: 'Opening hours', weekdays: [1, 2, 3, 4, 5, 6], hours: [[9 * 60, 17 * 60]] }],
  addOns: [],
  packages: ['Portrait', 'Family portrait', 'Passport pictures'].map((name) => ({
    slug: name.toLowerCase().replaceAll(' ', '-'), name, summary: 'In front of our camera.', description: 'Half an hour in front of our camera, and the pictures a day later.',
    kind: 'slot', priceMinor: 0, schedule: 'Opening hours', resources: ['Studio'], durationMinutes: 30, stepMinutes: 30, noticeMinutes: 60, windowDays: 90,
  })),
  questions: [{ slug: 'pictures-for', kind: 'text', label: 'What are the pictures for?' }],
};
