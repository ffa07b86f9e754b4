import { expect } from 'vitest';
import { cards, Customer } from './customer.ts';
import { siteTest as test } from './host-page.ts';

/** As docs/embed.md says it. */
const withoutCookies = `<script>
customElements.whenDefined('mais-widget').then(() => {
  for (const widget of document.querySelectorAll('mais-widget')) widget.shadowRoot.querySelector('iframe').credentialless = true;
});
</script>`;

test('on an isolated page the widget works in a frame without cookies, and the payment goes on in a new tab', async ({ page, site, stack }) => {
  const stripe: string[] = [];
  page.on('request', (request) => /js\.stripe\.com|\/js\/stripe\.js/.test(request.url()) && stripe.push(request.url()));
  const headers = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' };
  const customer = await site.open(page, 'studionord', {}, { before: withoutCookies, headers });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const { widget } = customer;
  await customer.choosePackage('Portrait, 60 minutes');
  await customer.goToTimes();
  await widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(16);
  await customer.chooseSlot();
  await customer.fillDetails();
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  const link = widget.getByRole('link', { name: 'Pay in a new tab' });
  await link.waitFor();
  expect(stripe, 'Stripe.js does not run there').toEqual([]);
  const opened = page.context().waitForEvent('page');
  await link.click();
  const tab = await opened;
  expect(tab.url().startsWith(`${stack.bff}/book/studionord`)).toBe(true);
  const elsewhere = new Customer(tab, tab.locator('body'));
  await elsewhere.cardForm.getByLabel('Card number').waitFor();
  await elsewhere.pay(cards.success);
  const reference = await elsewhere.waitUntilBooked();
  expect(await customer.waitUntilBooked()).toBe(reference);
  expect((await customer.heardTypes()).filter((type) => type === 'booking_completed')).toHaveLength(1);
}, 180_000);
