import type { TenantSite } from './tenant-site.ts';

export const matsuriTea: TenantSite = {
  slug: 'matsuritea',
  name: 'Matsuri Tea House',
  kind: 'Tea house in Tokyo',
  place: 'Yanaka, Tokyo',
  nav: { offer: 'Tea', story: 'The house', visit: 'The way here' },
  hero: {
    kicker: '茶房まつり · Yanaka, Tokyo',
    title: 'An hour for one bowl of tea',
    text: 'A wooden house from 1924, a garden the size of a blanket, and tea made while you watch.',
    action: 'Reserve a seat',
  },
  offer: {
    title: 'Tea',
    items: [
      { name: 'Tea tasting', text: 'Three teas at the counter, on the house. Half an hour, one or two guests.', price: 'free' },
      { name: 'Tea ceremony', text: 'Thin tea and a sweet, in quiet company. Eight seats on tatami.', price: '¥6,600 a person' },
      { name: 'To go with it', text: 'A second wagashi, made this morning, or a kimono for the hour.', price: 'from ¥900' },
    ],
  },
  story: {
    title: 'Slowly, on purpose',
    paragraphs: [
      'The house belonged to a maker of paper lanterns. We kept his shelves, his lamps and his hours: we close when it is dark.',
      'Our tea comes from four families in Uji and Yame. In May you can smell the new leaves from the street.',
    ],
    quote: 'Nobody told me what to do with my hands. After ten minutes I knew.',
    by: 'Guest book, last April',
  },
  book: { title: 'Reserve', text: 'The tasting is free, and we keep your seat for ten minutes. Ceremonies are paid when you reserve.' },
  visit: {
    title: 'Past the cedar, left',
    address: ['Matsuri Tea House', 'Yanaka 3-10-4, Taitō-ku', 'Tokyo 110-0001'],
    hours: [['Tuesday to Sunday', '10:00 – 17:00'], ['Monday', 'closed']],
    phone: '+81 3 5550 1874',
    email: 'cha@matsuritea.example',
  },
  mark: '茶',
  icon: ['4d6b3c', 'f7f3e8'],
  artFills: false,
  art: `<svg viewBox="0 0 560 560" role="img" aria-label="A tea bowl under a red sun, with a branch of pine">
  <circle class="sun" cx="300" cy="232" r="176"/>
  <g class="steam"><path d="M250 262c-16-26 16-40 2-70M292 254c-16-30 18-46 2-82M334 262c-16-26 16-40 2-70"/></g>
  <path class="bowl" d="M152 304h284c0 96-46 150-90 164v22H242v-22c-44-14-90-68-90-164z"/>
  <path class="tea" d="M152 304c0-12 64-22 142-22s142 10 142 22-64 22-142 22-142-10-142-22z"/>
  <path class="glaze" d="M152 304c2 20 4 34 9 50 22-14 40 10 62-4s36 16 58 2 38 12 60-2 40 12 62-2 20 8 26-2c4-14 6-26 7-42-20 14-80 22-142 22s-122-8-142-22z"/>
  <path class="table" d="M40 490h480v10H40z"/>
  <g class="branch"><path d="M900-60c-130 30-230 80-340 100-60 6-110 26-150 74M500 56c-14 26-20 44-22 66M456 84c-24 0-40 4-58 14"/></g>
  <g class="needles">
    <path d="M410 114l-40-8M410 114l-34 14M410 114l-22 32M410 114l-6 40M410 114l-38-26"/><path d="M478 122l-28 22M478 122l-12 36M478 122l8 38M478 122l26 28M478 122l-36 6"/>
    <path d="M398 98l-36-16M398 98l-40-2M398 98l-20-32"/>
  </g>
</svg>`,
};
