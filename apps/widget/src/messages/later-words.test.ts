import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const sources = fileURLToPath(new URL('../', import.meta.url));
const files = globSync('**/*.{ts,tsx}', { cwd: sources }).filter((name) => !name.startsWith('messages/') && !name.startsWith('i18n/compile/') && !name.includes('.test.'));

// They come in chunks of their own, each with its words: see `later-screens.ts`.
const parts = [
  { words: /['`](?:policy\.|payment\.(?!loading)|ended\.|confirmation\.|manage\.refund')/u, sayers: /^features\/(?:cancellation|payment|confirmation|manage)\//u },
  { words: /['`](?:promo\.|postal\.|file\.|waitlist\.)/u, sayers: /^features\/(?:quotes\/price-inputs|questions\/(?:file-|send-file)|waitlist\/)/u },
  { words: /['`]manage\.(?!refund')/u, sayers: /^features\/manage\//u },
];

test.each(files)('%s says nothing that is not loaded with it', (name) => {
  for (const { words, sayers } of parts) if (!sayers.test(name)) expect(readFileSync(sources + name, 'utf8')).not.toMatch(words);
});

test('what stands in for the payment form while its words are loaded says only what is loaded before', () => {
  const said = [...readFileSync(`${sources}features/payment/payment-skeleton.tsx`, 'utf8').matchAll(/say\('([^']+)'/gu)].map(([, key]) => key);
  expect(said).toEqual(['payment.loading']);
});
