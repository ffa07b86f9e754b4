import type { TenantSite } from './tenant-site.ts';

export const harborKayaks: TenantSite = {
  slug: 'harborkayaks',
  name: 'Harbor Kayaks',
  kind: 'Guided kayak tours in Auckland',
  place: 'St Heliers, Auckland',
  nav: { offer: 'Tours', story: 'Our guides', visit: 'Find us' },
  hero: {
    kicker: 'Kayak tours · Tāmaki Makaurau Auckland',
    title: 'See the city from the water',
    text: 'Small groups, warm guides and steady boats. No experience needed, only a change of clothes.',
    action: 'Book a tour',
  },
  offer: {
    title: 'Tours',
    items: [
      { name: 'Harbour tour', text: 'Ninety minutes of calm water, skyline, and a stop below the lighthouse.', price: '$79 a person' },
      { name: 'Sunset paddle', text: 'Out with the last light, back under the stars. Two hours.', price: '$89 a person' },
      { name: 'Island day', text: 'Rangitoto by kayak, its summit on foot, and home with salt on your face.', price: '$189 a person' },
    ],
  },
  story: {
    title: 'Twelve seats, two guides',
    paragraphs: [
      'Every tour goes out with at most twelve people and always two guides who grew up on this harbour. You get a dry bag, a good jacket and a hot drink on the beach.',
      'If the wind says no, we call you before breakfast and you choose: another day, or your money back.',
    ],
    quote: 'My mum is seventy and had never sat in a kayak. She has not stopped talking about it.',
    by: 'Tama, Ponsonby',
  },
  book: { title: 'Pick a tide', text: 'You see the seats that are left on each tour. Pay online, turn up fifteen minutes early, and leave the rest to us.' },
  visit: {
    title: 'On the beach, by the blue shed',
    address: ['Harbor Kayaks', '384 Tāmaki Drive', 'St Heliers, Auckland 1071'],
    hours: [['Every day', '8.30 am – 5 pm'], ['Sunset paddles', 'Wednesday to Saturday']],
    phone: '+64 9 555 0173',
    email: 'kia-ora@harborkayaks.example',
  },
  mark: 'H',
  icon: ['0b6e8a', 'ffffff'],
  artFills: true,
  art: `<svg viewBox="0 0 1440 640" preserveAspectRatio="xMidYMax slice" role="img" aria-label="A red kayak on the harbour, with the island of Rangitoto behind it">
  <defs><linearGradient id="dawn" x1="0" y1="0" x2="0" y2="1"><stop class="sky-a" offset="0"/><stop class="sky-b" offset="1"/></linearGradient></defs>
  <path fill="url(#dawn)" d="M0 0h1440v640H0z"/>
  <circle class="sun" cx="1040" cy="300" r="74"/>
  <g class="cloud"><rect x="820" y="150" width="190" height="14" rx="7"/><rect x="880" y="174" width="240" height="14" rx="7"/><rect x="1180" y="226" width="150" height="12" rx="6"/></g>
  <path class="island" d="M560 392c120-8 210-58 300-86 30-9 46-26 74-26s40 20 70 28c96 26 180 76 330 84z"/>
  <path class="island-b" d="M0 392c60-30 130-34 220-18 90 15 150-6 230 0s90 18 140 18z"/>
  <path class="sea-a" d="M0 388h1440v252H0z"/>
  <path class="glint" d="M930 402h220v5H930zM960 420h160v5H960zM985 440h110v4h-110zM1000 460h74v4h-74z"/>
  <path class="sea-b" d="M0 470c120 22 240-20 360 0s240 20 360 0 240-20 360 0 240 20 360 0v170H0z"/>
  <g transform="translate(970 452)">
    <path class="hull" d="M-150 6c60 40 240 40 300 0-40 10-110 14-150 14S-110 16-150 6z"/><path class="deck" d="M-150 6C-90-8 90-8 150 6 110 16 40 20 0 20S-110 16-150 6z"/>
    <g class="person"><path d="M-38 8c-4-34 2-58 20-58s26 22 22 58z"/><circle cx="-16" cy="-66" r="15"/></g><path class="cap" d="M-33-70a17 17 0 0 1 34 0z"/>
    <g class="paddle"><path d="M-100-62 70 6" /><path class="blade" d="M-128-76c8-8 26-4 34 10-12 8-30 2-34-10zM66-4c14 2 26 16 24 26-14 0-26-12-24-26z"/></g>
  </g>
  <path class="sea-c" d="M0 540c160-26 320 24 480 0s320-24 480 0 320 24 480 0v100H0z"/>
</svg>`,
};
