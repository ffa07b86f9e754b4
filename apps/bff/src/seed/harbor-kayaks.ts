import { day, hour, type SamplePackage, type SampleTenant } from './sample-tenant.ts';

const tour = { kind: 'session', priceBasis: 'person', party: [1, 6], seats: 12, resources: ['Kayaks and guides'], windowDays: 120 } as const satisfies Partial<SamplePackage>;

export const harborKayaks: SampleTenant = {
  slug: 'harborkayaks',
  name: 'Harbor Kayaks',
  email: 'kia-ora@harborkayaks.example',
  country: 'NZ',
  currency: 'NZD',
  timeZone: 'Pacific/Auckland',
  locale: 'en-NZ',
  commissionBps: 1500,
  taxBps: 1500,
  branding: { logoUrl: null, primary: '#0b6e8a', accent: '#e07a3f', font: 'rounded', radius: 'medium', scheme: 'auto' },
  resources: [{ name: 'Kayaks and guides', units: 2 }, { name: 'Charter boat', units: 1 }],
  schedules: [
    { name: 'Daytime tours', weekdays: [1, 2, 3, 4, 5, 6, 7], hours: [[9 * hour, 16 * hour]] },
    { name: 'Evenings', weekdays: [3, 4, 5, 6], hours: [[17.5 * hour, 19.5 * hour]] },
    { name: 'Weekend mornings', weekdays: [6, 7], hours: [[9 * hour, 15 * hour]] },
  ],
  addOns: [
    { slug: 'wetsuit', name: 'Wetsuit hire', description: 'Warm to the last paddle stroke.', priceMinor: 1_500, priceBasis: 'person', maxQuantity: 1 },
    { slug: 'photo-set', name: 'Photo set', description: 'Your guide takes the pictures while you paddle.', priceMinor: 3_500, maxQuantity: 1 },
    { slug: 'picnic', name: 'Beach picnic', description: 'Local bread, cheese and fruit on the sand.', priceMinor: 2_800, priceBasis: 'person', maxQuantity: 1 },
  ],
  packages: [
    {
      ...tour, slug: 'harbour-tour', name: 'Harbour tour', priceMinor: 7_900, schedule: 'Daytime tours', durationMinutes: 90, stepMinutes: 180, noticeMinutes: 2 * hour,
      summary: 'Ninety minutes around the Waitematā.',
      description: 'Calm water, city skyline, and a stop below the lighthouse. Made for first-timers: doubles are stable and guides stay close.',
      addOns: ['wetsuit', 'photo-set'],
    },
    {
      ...tour, slug: 'sunset-paddle', name: 'Sunset paddle', priceMinor: 8_900, schedule: 'Evenings', durationMinutes: 120, stepMinutes: 120, noticeMinutes: 4 * hour,
      summary: 'Out with the light, back under the stars.',
      description: 'Two hours on the evening tide. On moonless nights the water glows where you dip your paddle.',
      addOns: ['wetsuit', 'photo-set'],
    },
    {
      ...tour, slug: 'island-day', name: 'Island day', priceMinor: 18_900, schedule: 'Weekend mornings', durationMinutes: 360, stepMinutes: 360, noticeMinutes: 2 * day,
      summary: 'Rangitoto by kayak, summit on foot.',
      description: 'Paddle across the channel, walk the lava fields to the top, and come home with salt on your face.',
      addOns: ['wetsuit', 'photo-set', 'picnic'],
    },
    {
      slug: 'gulf-charter', name: 'Gulf charter', priceMinor: 120_000, kind: 'slot', party: [1, 8], resources: ['Charter boat'], windowDays: 120,
      schedule: 'Daytime tours', durationMinutes: 360, stepMinutes: 60, noticeMinutes: 8 * day, deposit: { bps: 2_500, balanceDueHours: 7 * 24 }, zonePolicy: 'service_area',
      summary: 'A boat, a skipper and the gulf to yourselves.',
      description: 'We fetch you at your door, load the kayaks and go wherever the wind is kind. A quarter when you book, the rest a week before.',
      addOns: ['picnic'],
    },
  ],
  promoCodes: [{ code: 'KIAORA', percentBps: 1_000, packages: ['gulf-charter'] }],
  zones: [
    { name: 'Pick-up on the North Shore', areas: ['06*', '07*'], surchargeMinor: 4_000 },
    { name: 'Auckland', areas: ['10*', '11*', '20*'], surchargeMinor: 0 },
  ],
  questions: [
    { slug: 'all-can-swim', kind: 'checkbox', required: true, label: 'Everyone in our party can swim 50 metres.', help: 'Life jackets are on board; the water is deep.' },
    { slug: 'allergies', kind: 'textarea', label: 'Allergies or anything your guide should know', packages: ['island-day'] },
    { slug: 'last-paddled', kind: 'date', label: 'When were you last in a kayak?', packages: ['island-day'] },
    {
      slug: 'wetsuit-size', kind: 'choice', label: 'Size of wetsuit', help: 'For the person who books; we ask the others on the beach.', packages: ['island-day'],
      options: [['xs', 'XS'], ['s', 'S'], ['m', 'M'], ['l', 'L'], ['xl', 'XL'], ['xxl', 'XXL']],
    },
    { slug: 'summit-walk', kind: 'checkbox', label: 'We would like to walk to the summit.', packages: ['island-day'] },
    { slug: 'voucher', kind: 'file', label: 'Your gift voucher, if you have one', packages: ['harbour-tour'] },
  ],
};
