import type { TenantSite } from './tenant-site.ts';

export const studioNord: TenantSite = {
  slug: 'studionord',
  name: 'Studio Nord',
  kind: 'Photo studio in Berlin',
  place: 'Wedding, Berlin',
  nav: { offer: 'Sessions', story: 'Studio', visit: 'Visit' },
  hero: {
    kicker: 'Portrait and editorial, Berlin',
    title: 'Good light. No fuss.',
    text: 'Two rooms in an old printing house. Walk in as you are, leave with pictures you will use.',
    action: 'See free times',
  },
  offer: {
    title: 'Sessions',
    items: [
      { name: 'Portrait, 30 minutes', text: 'One look, one background. Done over lunch.', price: '79 €' },
      { name: 'Portrait, 60 minutes', text: 'Time to change, to laugh and to try again.', price: '140 €' },
      { name: 'Editorial, two hours', text: 'A whole set, built for you, with an assistant.', price: '260 €' },
    ],
  },
  story: {
    title: 'Two rooms, north light',
    paragraphs: [
      'Room 1 has the windows: nine metres of them, all facing north. Room 2 has none, and every lamp we own.',
      'You choose the pictures on the screen before you go. Retouched files are with you in three working days.',
    ],
    quote: 'The first photo of me that my team did not ask me to change.',
    by: 'Lena Hartwig, founder',
  },
  book: { title: 'Free times', text: 'Prices include VAT and three retouched pictures. You can move your session up to a day before.' },
  visit: {
    title: 'Second yard, third floor',
    address: ['Studio Nord', 'Gerichtstraße 23', '13347 Berlin'],
    hours: [['Monday to Saturday', '9:00 – 13:00, 14:00 – 19:00'], ['Sunday', 'closed']],
    phone: '+49 30 5550 119',
    email: 'hallo@studionord.example',
  },
  mark: 'N',
  icon: ['1b1b1f', 'e4572e'],
  artFills: true,
  art: `<svg viewBox="0 0 640 560" role="img" aria-label="A studio: a paper backdrop, a stool and a softbox">
  <path class="wall" d="M0 0h640v560H0z"/><path class="floor" d="M0 430h640v130H0z"/>
  <path class="paper" d="M190 60h290v340c0 60 40 84 96 104H96c58-20 94-44 94-104z"/><path class="roll" d="M176 48h318v20H176z"/>
  <path class="stand" d="M168 40v420M502 40v420"/>
  <g class="stool"><path d="M286 352h96v18h-96zM298 370l-16 118M370 370l16 118M334 370v118M290 436h90"/></g>
  <ellipse class="shade" cx="334" cy="496" rx="92" ry="10"/>
  <path class="beam" d="M548 96 300 210l70 200 204-132z"/>
  <path class="stand" d="M560 180 596 480M596 480l-34 24M596 480l26 24"/>
  <path class="box" d="M540 84 462 128l34 96 92-20z"/><path class="box-b" d="M462 128l-8 4 36 98 6-6z"/>
  <path class="tape" d="M40 524h60M40 524v-10M55 524v-6M70 524v-10M85 524v-6M100 524v-10"/>
</svg>`,
};
