import type { OnboardingLink, Readiness, StripeAccount } from '@mais/contract';
import { expect } from 'vitest';

import { findFaults } from './axe.ts';
import { cards, Customer } from './customer.ts';
import { test } from './fixtures.ts';
import { makeOwnTenant, type OwnTenant } from './own-tenant.ts';
import type { StackUnderTest } from './stack.ts';

/** What the server of a business asks of its API. */
async function ask<T>(stack: StackUnderTest, tenant: OwnTenant, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${stack.bff}/api/v1/tenant${path}`, {
    method,
    headers: { authorization: `Bearer ${tenant.secretKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} for ${path}: ${text}`);
  return JSON.parse(text) as T;
}

test('a business clicks through onboarding, leaves and comes back, and then its paid packages can be booked', async ({ stack, sql, page, visit }) => {
  const tenant = await makeOwnTenant(sql, 'Clay & Fire');
  const bookingPage = `${stack.bff}/book/${tenant.slug}?key=${tenant.publishableKey}`;
  const customerPage = await visit.openPage('phone');
  const customer = new Customer(customerPage, customerPage.locator('body'));

  // Before: the free package alone, so there is nothing to choose from, and no word about money.
  await customerPage.goto(bookingPage);
  await customer.widget.getByText('Trial hour').first().waitFor();
  expect(await customerPage.content()).not.toMatch(/Pottery lesson|stripe_account/);
  const before = await ask<Readiness>(stack, tenant, 'GET', '/readiness');
  expect(before.packages.map(({ slug, reasons }) => [slug, reasons.map(({ code }) => code)])).toEqual([['trial', []], ['lesson', ['no_stripe_account']]]);

  await ask<StripeAccount>(stack, tenant, 'POST', '/stripe-account', { country: 'DE' });
  const link = await ask<OnboardingLink>(stack, tenant, 'POST', '/stripe-account/onboarding-links', { collect: 'currently_due' });

  // Begun, and left for another day.
  await page.goto(link.url);
  await page.getByRole('heading', { name: 'Get paid by Stripe' }).waitFor();
  await page.getByRole('button', { name: 'Return without finishing' }).click();
  await page.getByRole('heading', { name: 'Almost there' }).waitFor();
  await page.getByText('Clay & Fire').waitFor();
  await page.getByText('A bank account for payouts').waitFor();
  expect(await findFaults(page.mainFrame())).toEqual([]);

  // Stripe's link works once: opened again it comes to ours, which leads to a new one.
  await page.goto(link.url);
  await page.getByRole('heading', { name: 'Get paid by Stripe' }).waitFor();
  expect(page.url()).not.toBe(link.url);
  await page.goBack();
  await page.getByRole('link', { name: 'Continue at Stripe' }).click();
  await page.getByRole('button', { name: 'Complete onboarding' }).click();
  await page.getByRole('heading', { name: 'You can take payments' }).waitFor();
  expect(await findFaults(page.mainFrame())).toEqual([]);

  // After: both packages, and money is taken for the paid one.
  await expect.poll(async () => (await ask<StripeAccount>(stack, tenant, 'GET', '/stripe-account')).state).toBe('active');
  await expect.poll(async () => {
    await customerPage.goto(bookingPage);
    return customer.widget.getByRole('button', { name: 'Pottery lesson' }).count();
  }).toBeGreaterThan(0);
  await customer.choosePackage('Pottery lesson');
  await customer.chooseDay(1);
  await customer.chooseSlot();
  await customer.fillDetails();
  await customer.continueToPayment();
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
});

test('the page to which Stripe returns watches until the account is ready', async ({ stack, sql, page }) => {
  const tenant = await makeOwnTenant(sql, 'Slow Bakery');
  const { accountId } = await ask<StripeAccount>(stack, tenant, 'POST', '/stripe-account', { country: 'DE' });
  const { url } = await ask<OnboardingLink>(stack, tenant, 'POST', '/stripe-account/onboarding-links', { collect: 'eventually_due' });
  await page.goto(url);
  await page.getByRole('button', { name: 'Return without finishing' }).click();
  await page.getByText('This page looks again by itself.').waitFor();
  // Finished elsewhere, in another tab or by somebody else.
  await fetch(`${stack.emulator}/_emulator/accounts/${accountId}/onboard`, { method: 'POST' });
  await page.getByRole('heading', { name: 'You can take payments' }).waitFor();
  await expect.poll(() => page.getByText('This page looks again by itself.').count()).toBe(0);
});

test('the page to which Stripe returns speaks the language of whoever comes back', async ({ stack, sql, visit }) => {
  const tenant = await makeOwnTenant(sql, 'Clay & Fire');
  await ask<StripeAccount>(stack, tenant, 'POST', '/stripe-account', { country: 'DE' });
  const { url } = await ask<OnboardingLink>(stack, tenant, 'POST', '/stripe-account/onboarding-links', { collect: 'currently_due' });
  const page = await visit.openPage('phone', { locale: 'ar-AE' });
  await page.goto(url);
  await page.getByRole('button', { name: 'Return without finishing' }).click();
  await page.getByRole('heading', { name: 'أوشكت على الانتهاء' }).waitFor();
  expect(await page.getByText('Clay & Fire').evaluate((name) => getComputedStyle(name).direction)).toBe('ltr');
  expect(await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).direction])).toEqual(['ar-AE', 'rtl']);
  expect(await findFaults(page.mainFrame())).toEqual([]);
});

test('a link that has ended, or was cut, says what to do', async ({ stack, sql, phonePage: page, visit }) => {
  visit.expectConsoleError(/404|502|409/);
  const tenant = await makeOwnTenant(sql, 'Cut Flowers');
  await ask<StripeAccount>(stack, tenant, 'POST', '/stripe-account', { country: 'DE' });
  const { startUrl } = await ask<OnboardingLink>(stack, tenant, 'POST', '/stripe-account/onboarding-links', { collect: 'currently_due' });
  await page.goto(startUrl.slice(0, -4));
  await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
  expect(await findFaults(page.mainFrame())).toEqual([]);
  await page.goto(startUrl);
  await page.getByRole('button', { name: 'Complete onboarding' }).waitFor();
});
