import { expect } from 'vitest';

import { test } from './fixtures.ts';
import { WatchedVisit } from './watched-visit.ts';

test('an error on the console, an uncaught one and one inside a frame are all noticed', async ({ browser }) => {
  const visit = new WatchedVisit(browser);
  const page = await visit.openPage('desktop');
  await page.setContent(`
    <script>console.error('logged')</script>
    <script>throw new Error('thrown')</script>
    <script>Promise.reject(new Error('rejected'))</script>
    <iframe src="data:text/html,<script>console.error('framed')</script>"></iframe>`);
  await expect.poll(() => visit.unexpectedErrors()).toHaveLength(4);
  const seen = visit.unexpectedErrors().join('\n');
  for (const word of ['logged', 'thrown', 'rejected', 'framed']) expect(seen).toContain(word);
  await visit.close();
});

test('an expected error is left out, another one is not', async ({ browser }) => {
  const visit = new WatchedVisit(browser);
  const page = await visit.openPage('desktop');
  visit.expectConsoleError(/status of 402/);
  await page.evaluate(() => {
    console.error('Failed to load resource: the server responded with a status of 402');
    console.error('Failed to load resource: the server responded with a status of 500');
  });
  await expect.poll(() => visit.unexpectedErrors()).toHaveLength(1);
  expect(visit.unexpectedErrors()[0]).toContain('500');
  await visit.close();
});
