import type { TenantSite } from './tenant-site.ts';

export const bellaWeddings: TenantSite = {
  slug: 'bellaweddings',
  name: 'Bella Weddings',
  kind: 'Wedding photography in New York',
  place: 'Brooklyn, New York',
  nav: { offer: 'Collections', story: 'About Bella', visit: 'Contact' },
  hero: {
    kicker: 'Wedding photography · New York',
    title: 'The day goes by. The light stays.',
    text: 'One wedding a date, photographed from the first button to the last dance by Bella and her small team.',
    action: 'Check your date',
  },
  offer: {
    title: 'Collections',
    items: [
      { name: 'Full-day wedding', text: 'Ten hours, around 600 edited pictures and a planning call two weeks before.', price: 'from $4,200' },
      { name: 'Elopement', text: 'Just the two of you, anywhere within two hours of the city.', price: 'from $1,800' },
      { name: 'Engagement day', text: 'Two places, two outfits, no hurry. Sixty edited pictures.', price: 'from $950' },
    ],
  },
  story: {
    title: 'Quietly there',
    paragraphs: [
      'I learned to photograph weddings in my grandmother’s village, where everybody was in the way and nobody minded. I still work like that: close, unhurried, and without asking anyone to do it again.',
      'We take one wedding a date. If yours is free below, it is yours.',
    ],
    quote: 'We forgot she was there until the pictures came. Then we cried, all of us, my father too.',
    by: 'Noor & James, Hudson Valley',
  },
  book: { title: 'Is your date free?', text: 'Choose a collection and a date. Your payment holds it, and you see the confirmation at once.' },
  visit: {
    title: 'Come by for a coffee',
    address: ['Bella Weddings', '214 Hoyt Street', 'Brooklyn, NY 11217'],
    hours: [['Wednesday to Friday', '10 am – 6 pm'], ['Weekends', 'at a wedding']],
    phone: '+1 718 555 0142',
    email: 'hello@bellaweddings.example',
  },
  mark: 'B',
  icon: ['9d4b5f', 'fff8f4'],
  artFills: false,
  art: `<svg viewBox="0 0 480 560" role="img" aria-label="An arch of roses over a garden at dusk">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop class="sky-a" offset="0"/><stop class="sky-b" offset="1"/></linearGradient>
    <clipPath id="arch"><path d="M60 540V230a180 180 0 0 1 360 0v310z"/></clipPath>
    <g id="leaf"><path d="M0 0c12-16 32-18 44-8-8 16-28 20-44 8z"/></g>
    <g id="rose"><circle r="20" class="petal-a"/><path class="petal-b" d="M-14 4a14 14 0 0 1 22-14 10 10 0 0 1-6 18 8 8 0 0 1-4-14"/></g>
  </defs>
  <g clip-path="url(#arch)">
    <path fill="url(#sky)" d="M0 0h480v560H0z"/>
    <circle class="sun" cx="286" cy="300" r="54"/>
    <path class="hill-a" d="M0 372c90-54 190-52 270-14s150 30 210-8v220H0z"/>
    <path class="hill-b" d="M0 428c120-40 220-28 300 6s130 26 180 4v122H0z"/>
    <path class="path" d="M232 560c4-60 24-92 8-122 30 30 34 72 52 122z"/>
    <g class="couple"><path d="M214 468c0-26 6-44 16-44s15 18 15 44z"/><circle cx="230" cy="413" r="9"/><path d="M246 468l4-42h14l4 42z"/><circle cx="257" cy="413" r="9"/></g>
  </g>
  <path class="line" d="M60 540V230a180 180 0 0 1 360 0v310"/>
  <g class="leaves">
    <use href="#leaf" transform="translate(92 150) rotate(-30)"/><use href="#leaf" transform="translate(76 190) rotate(-150)"/>
    <use href="#leaf" transform="translate(130 108) rotate(-10)"/><use href="#leaf" transform="translate(104 128) rotate(-170)"/>
    <use href="#leaf" transform="translate(196 62) rotate(-60)"/><use href="#leaf" transform="translate(240 56) rotate(-15)"/>
    <use href="#leaf" transform="translate(296 62) rotate(30)"/><use href="#leaf" transform="translate(62 250) rotate(140)"/>
    <use href="#leaf" transform="translate(60 280) rotate(20)"/><use href="#leaf" transform="translate(418 300) rotate(150)"/>
    <use href="#leaf" transform="translate(420 260) rotate(-10)"/><use href="#leaf" transform="translate(160 76) rotate(-130)"/>
  </g>
  <use href="#rose" transform="translate(112 128)"/><use href="#rose" transform="translate(160 88) scale(1.25) rotate(60)"/>
  <use href="#rose" transform="translate(216 58) scale(.9)"/><use href="#rose" transform="translate(76 178) scale(.85) rotate(120)"/>
  <use href="#rose" transform="translate(62 232) scale(1.1) rotate(200)"/><use href="#rose" transform="translate(268 54) scale(.7) rotate(30)"/>
  <use href="#rose" transform="translate(420 282) scale(.9) rotate(80)"/>
</svg>`,
};
