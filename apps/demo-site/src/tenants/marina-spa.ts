import type { TenantSite } from './tenant-site.ts';

export const marinaSpa: TenantSite = {
  slug: 'marinaspa',
  name: 'Marina Spa',
  kind: 'Spa and hammam in Dubai',
  place: 'Dubai Marina',
  nav: { offer: 'Treatments', story: 'The house', visit: 'Visit' },
  hero: {
    kicker: 'Spa and hammam · Dubai Marina',
    title: 'Leave the heat at the door',
    text: 'Cool stone, warm water and unhurried hands, nineteen floors above the marina.',
    action: 'Book a treatment',
  },
  offer: {
    title: 'Treatments',
    items: [
      { name: 'Signature massage', text: 'An hour of long, slow strokes with oil warmed in copper.', price: 'AED 420' },
      { name: 'Hammam ritual', text: 'Steam, black soap and a proper scrub. You come out new.', price: 'AED 550' },
      { name: 'Couples retreat', text: 'Side by side for two hours, and the pool to yourselves after.', price: 'AED 980' },
    ],
  },
  story: {
    title: 'One room, one guest, one pair of hands',
    paragraphs: [
      'We never book two guests into the same hour with the same therapist. There is no queue, no bell and no upselling, only a carafe of saffron water.',
      'Women and men have their own hammam hours; couples have the whole of it on request.',
    ],
    quote: 'The only hour of my week in which nobody finds me.',
    by: 'Hind, Jumeirah',
  },
  book: { title: 'Choose your hour', text: 'All prices in dirhams, VAT included. Please be with us a quarter of an hour before; tea is waiting.' },
  visit: {
    title: 'Tower C, nineteenth floor',
    address: ['Marina Spa', 'Al Marsa Street, Tower C', 'Dubai Marina, Dubai'],
    hours: [['Every day', '10 am – 10 pm'], ['Ramadan', 'from 8 pm']],
    phone: '+971 4 555 0126',
    email: 'salam@marinaspa.example',
  },
  mark: 'M',
  icon: ['8a6a2f', 'fffaf0'],
  artFills: true,
  art: `<svg viewBox="0 0 640 560" role="img" aria-label="Arches over a pool, with the moon above the sea">
  <defs>
    <linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop class="sky-a" offset="0"/><stop class="sky-b" offset="1"/></linearGradient>
    <linearGradient id="pool" x1="0" y1="0" x2="0" y2="1"><stop class="pool-a" offset="0"/><stop class="pool-b" offset="1"/></linearGradient>
    <path id="opening" d="M0 380V120C0 50 40 30 80-10c40 40 80 60 80 130v260z"/>
    <clipPath id="openings"><use href="#opening" x="40" y="40"/><use href="#opening" x="240" y="40"/><use href="#opening" x="440" y="40"/></clipPath>
  </defs>
  <path class="wall" d="M0 0h640v560H0z"/>
  <g clip-path="url(#openings)">
    <path fill="url(#dusk)" d="M0 0h640v440H0z"/><circle class="sun" cx="330" cy="190" r="44"/>
    <path class="sea" d="M0 300h640v140H0z"/><path class="glint" d="M290 316h80v4h-80zM300 334h60v4h-60zM308 352h44v3h-44z"/>
    <g class="sail"><path d="M128 300c-4-60 14-110 22-130 6 40 6 90 2 130z"/><path d="M112 304h56l-8 12h-40z"/></g>
    <g class="palm"><path d="M548 420c2-60-2-110-14-160M534 260c-30-20-56-14-70 6 26-8 48-6 70-6zM534 260c-20-34-46-38-64-26 24 2 44 10 64 26zM534 260c0-36 18-54 42-56-16 16-30 32-42 56zM534 260c26-20 50-16 66 4-24-6-44-6-66-4zM534 260c24-2 42 14 46 38-14-16-28-28-46-38z"/></g>
  </g>
  <g class="line"><use href="#opening" x="40" y="40"/><use href="#opening" x="240" y="40"/><use href="#opening" x="440" y="40"/></g>
  <path class="edge" d="M0 420h640v18H0z"/><path fill="url(#pool)" d="M0 438h640v122H0z"/>
  <g class="ripple"><path d="M60 470c20-8 40 8 60 0s40 8 60 0M260 500c20-8 40 8 60 0s40 8 60 0 40 8 60 0M460 464c20-8 40 8 60 0s40 8 60 0M120 530c20-8 40 8 60 0s40 8 60 0M480 532c20-8 40 8 60 0"/></g>
</svg>`,
};
