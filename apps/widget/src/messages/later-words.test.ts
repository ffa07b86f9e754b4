import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const sources = fileURLToPath(new URL('../', import.meta.url));
// They come in chunks of their own, with these words: see `after-details.ts`.
const afterDetails = /^features\/(?:payment\/|confirmation\/|manage\/|quotes\/price-inputs|questions\/(?:file-|send-file)|waitlist\/)/u;
const early = globSync('**/*.{ts,tsx}', { cwd: sources }).filter((name) => !afterDetails.test(name) && !name.startsWith('messages/') && !name.includes('.test.'));

test.each(early)('%s says nothing that is loaded only after the details', (name) => {
  expect(readFileSync(sources + name, 'utf8')).not.toMatch(/['`](?:payment\.(?!loading)|ended\.|confirmation\.|manage\.|promo\.|postal\.|file\.|waitlist\.)/u);
});

test('what stands in for the payment form while its words are loaded says only what is loaded before', () => {
  const said = [...readFileSync(`${sources}features/payment/payment-skeleton.tsx`, 'utf8').matchAll(/say\('([^']+)'/gu)].map(([, key]) => key);
  expect(said).toEqual(['payment.loading']);
});
