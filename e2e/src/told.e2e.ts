import { expect } from 'vitest';
import { siteTest as test } from './host-page.ts';
import { makeOwnTenant } from './own-tenant.ts';

test('where a customer came from is kept with the booking: the page, what led to it and the campaign', async ({ page, site, sql }) => {
  const tenant = await makeOwnTenant(sql, 'Pottery by mail');
  const customer = await site.open(page, tenant.slug, {}, { key: tenant.publishableKey });
  const before = page.url();
  const landing = `${before}?utm_source=newsletter&utm_campaign=June%20kilns&fbclid=x`;
  await page.evaluate((to) => location.assign(to), landing);
  await page.waitForURL(landing);
  await customer.chooseDay(3);
  await customer.chooseSlot();
  await customer.fillDetails();
  await customer.widget.getByRole('button', { name: 'Confirm booking' }).click();
  const reference = await customer.waitUntilBooked();
  const [row] = await sql`select attribution from bookings where reference = ${reference}`;
  expect(row?.['attribution']).toEqual({ pageUrl: landing, referrer: before, utm: { utm_source: 'newsletter', utm_campaign: 'June kilns' } });
});

test('the page hears of the review once, when all is filled in, and not of each letter after that', async ({ page, site, sql }) => {
  const tenant = await makeOwnTenant(sql, 'Pottery in review');
  const customer = await site.open(page, tenant.slug, {}, { key: tenant.publishableKey });
  const { widget } = customer;
  const steps = async () => (await customer.heard()).filter(({ type }) => type === 'step').map(({ detail }) => detail?.['name']);
  await customer.chooseDay(4);
  await customer.chooseSlot();
  await widget.getByRole('textbox', { name: 'Name', exact: true }).fill('Ana');
  await expect.poll(steps).toEqual(['time', 'details']);
  await widget.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.com');
  await expect.poll(steps).toEqual(['time', 'details', 'review']);
  await widget.getByRole('textbox', { name: 'Name', exact: true }).pressSequentially(' Example');
  await widget.getByRole('textbox', { name: /^Anything we should know/ }).fill('By the window');
  await widget.getByRole('button', { name: 'Confirm booking' }).click();
  await customer.waitUntilBooked();
  await expect.poll(steps).toEqual(['time', 'details', 'review', 'confirmation']);
});
