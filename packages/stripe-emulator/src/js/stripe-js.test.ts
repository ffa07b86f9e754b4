import { launchBrowser } from '@mais/test-kit';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveCheckoutPage } from '../testing/checkout-page.ts';
import type { CheckoutPage } from '../testing/checkout-page.ts';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let browser: Browser;
let account: { stripeAccount: string };

beforeAll(async () => {
  [emulator, browser] = await Promise.all([startTestEmulator(), launchBrowser()]);
  account = await emulator.connectedAccount();
});

afterAll(async () => {
  await browser?.close();
  await emulator?.close();
});

/** A page whose intent waits to be paid, with the Payment Element mounted in it. */
interface Checkout extends CheckoutPage {
  readonly page: Page;
  readonly card: FrameLocator;
  readonly intentId: string;
  readonly complaints: string[];
}

async function openCheckout(appearance: object = {}, background = '#ffffff'): Promise<Checkout> {
  const intent = await emulator.stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 1250 }, account);
  const served = await serveCheckoutPage({ emulatorUrl: emulator.url, background, script: checkoutScript(intent.client_secret ?? '', appearance) });
  const page = await browser.newPage({ viewport: { width: 480, height: 620 }, colorScheme: background === '#ffffff' ? 'light' : 'dark' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A declined card is a 402, which the browser reports by itself.
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('402')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(served.url);
  await heard(page, 'ready');
  const close = async (): Promise<void> => {
    await page.close();
    await served.close();
  };
  return { ...served, close, page, card: page.frameLocator('iframe[title="Secure payment input frame"]'), intentId: intent.id, complaints };
}

function checkoutScript(clientSecret: string, appearance: object): string {
  return `
    window.events = [];
    const stripe = Stripe('pk_test_emulated', { stripeAccount: '${account.stripeAccount}', locale: 'en' });
    const elements = stripe.elements({ clientSecret: '${clientSecret}', appearance: ${JSON.stringify(appearance)} });
    const element = elements.create('payment', { layout: 'tabs' });
    for (const name of ['ready', 'change', 'loaderror', 'focus', 'blur']) element.on(name, (event) => window.events.push({ name, ...event }));
    element.mount('#payment');
    document.getElementById('pay').addEventListener('click', async () => {
      const result = await stripe.confirmPayment({ elements, confirmParams: { return_url: location.href }, redirect: 'if_required' });
      window.result = result;
      document.getElementById('result').textContent = result.error ? 'error ' + result.error.code : result.paymentIntent.status;
    });
    Object.assign(window, { stripe, elements, element });
  `;
}

async function fillCard(card: FrameLocator, number: string): Promise<void> {
  await card.getByLabel('Card number').pressSequentially(number);
  await card.getByLabel('Expiration date').fill('1234');
  await card.getByLabel('Security code').fill('123');
  await card.getByLabel('Country').selectOption('NZ');
}

async function pay({ page }: Checkout): Promise<void> {
  await page.getByRole('button', { name: 'Pay' }).click();
}

async function resultOf({ page }: Checkout): Promise<string> {
  await expect.poll(() => page.locator('#result').innerText()).not.toBe('');
  return page.locator('#result').innerText();
}

/** Waits for an event of the element; Playwright's own waiting would need `unsafe-eval`. */
async function heard(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.evaluate(`window.events.some((event) => event.name === '${name}')`)).toBe(true);
}

describe('the stand-in for Stripe.js, under a strict policy with Trusted Types', () => {
  test('takes a card and reports the paid intent', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4242424242424242');
    expect(await checkout.card.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4242');
    expect(await checkout.card.getByLabel('Expiration date').inputValue()).toBe('12 / 34');
    await pay(checkout);
    expect(await resultOf(checkout)).toBe('succeeded');
    const intent = await emulator.stripe.paymentIntents.retrieve(checkout.intentId, { expand: ['payment_method'] }, account);
    expect(intent).toMatchObject({ status: 'succeeded', payment_method: { card: { last4: '4242' }, billing_details: { address: { country: 'NZ' } } } });
    expect(checkout.complaints).toEqual([]);
    await checkout.close();
  });

  test('keeps what a publishable key may not see, and the card, out of the page', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4242424242424242');
    await pay(checkout);
    await resultOf(checkout);
    const seen = JSON.stringify(await checkout.page.evaluate('({ result: window.result, events: window.events, html: document.documentElement.outerHTML })'));
    expect(seen).not.toContain('4242');
    expect(seen).not.toContain('application_fee');
    await checkout.close();
  });

  test('tells when the form is complete', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4242424242424242');
    const changes = (await checkout.page.evaluate('window.events.filter((event) => event.name === "change")')) as Array<{ complete: boolean; empty: boolean }>;
    expect(changes[0]).toMatchObject({ elementType: 'payment', complete: false, empty: false });
    expect(changes.at(-1)).toMatchObject({ complete: true, empty: false, value: { type: 'card' } });
    await checkout.close();
  });

  test('shows a decline beside the card, gives its code, and takes another card after it', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4000000000009995');
    await pay(checkout);
    expect(await resultOf(checkout)).toBe('error card_declined');
    expect(await checkout.page.evaluate('window.result.error')).toMatchObject({ type: 'card_error', decline_code: 'insufficient_funds', payment_intent: { status: 'requires_payment_method' } });
    await checkout.card.getByText('Your card has insufficient funds.').waitFor();
    await checkout.card.getByLabel('Card number').fill('');
    await checkout.card.getByLabel('Card number').pressSequentially('4242424242424242');
    await checkout.page.evaluate('document.getElementById("result").textContent = ""');
    await pay(checkout);
    expect(await resultOf(checkout)).toBe('succeeded');
    await checkout.close();
  });

  test('asks for 3DS in place and goes on when it is completed', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4000000000003220');
    await pay(checkout);
    const bank = checkout.page.frameLocator('iframe[title="Bank authentication"]');
    await bank.getByRole('button', { name: 'Complete authentication' }).click();
    expect(await resultOf(checkout)).toBe('succeeded');
    expect(await checkout.page.locator('iframe[title="Bank authentication"]').count()).toBe(0);
    expect(checkout.complaints).toEqual([]);
    await checkout.close();
  });

  test('reports a failed 3DS step and lets the customer try again', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4000002500003155');
    await pay(checkout);
    await checkout.page.frameLocator('iframe[title="Bank authentication"]').getByRole('button', { name: 'Fail authentication' }).click();
    expect(await resultOf(checkout)).toBe('error payment_intent_authentication_failure');
    const intent = await emulator.stripe.paymentIntents.retrieve(checkout.intentId, {}, account);
    expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code: 'payment_intent_authentication_failure' } });
    await checkout.close();
  });

  test('reports the decline that follows a completed 3DS step', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4000008400001629');
    await pay(checkout);
    await checkout.page.frameLocator('iframe[title="Bank authentication"]').getByRole('button', { name: 'Complete authentication' }).click();
    expect(await resultOf(checkout)).toBe('error card_declined');
    await checkout.close();
  });

  test('checks the fields before it calls anything', async () => {
    const checkout = await openCheckout();
    await checkout.card.getByLabel('Card number').pressSequentially('4242424242424241');
    await checkout.card.getByText('Your card number is invalid.').waitFor();
    expect(await checkout.page.evaluate('window.elements.submit()')).toMatchObject({ error: { type: 'validation_error', code: 'invalid_number' } });
    await checkout.card.getByText("Your card's expiration date is incomplete.").waitFor();
    const intent = await emulator.stripe.paymentIntents.retrieve(checkout.intentId, {}, account);
    expect(intent.last_payment_error).toBeNull();
    await checkout.close();
  });

  test('fits its frame to its contents', async () => {
    const checkout = await openCheckout();
    const frame = checkout.page.locator('iframe[title="Secure payment input frame"]');
    const before = (await frame.boundingBox())?.height ?? 0;
    await checkout.page.evaluate('window.elements.submit()');
    await checkout.card.getByText('Your card number is incomplete.').waitFor();
    await expect.poll(async () => (await frame.boundingBox())?.height ?? 0).toBeGreaterThan(before + 10);
    const overflow = await checkout.card.locator('html').evaluate((html) => html.scrollHeight - html.clientHeight);
    expect(overflow).toBeLessThanOrEqual(0);
    await checkout.close();
  });

  test('says so when the intent is not there', async () => {
    const served = await serveCheckoutPage({ emulatorUrl: emulator.url, script: checkoutScript('pi_nowhere_secret_x', {}) });
    const page = await browser.newPage();
    await page.goto(served.url);
    await heard(page, 'loaderror');
    expect(await page.evaluate('window.events.find((event) => event.name === "loaderror").error')).toMatchObject({ code: 'resource_missing' });
    await page.close();
    await served.close();
  });

  test('reads an intent by its client secret alone', async () => {
    const checkout = await openCheckout();
    const status = await checkout.page.evaluate('stripe.retrievePaymentIntent(elements.clientSecret).then((result) => result.paymentIntent.status)');
    expect(status).toBe('requires_payment_method');
    await checkout.close();
  });

  test('leaves for the return address where the page asks for that', async () => {
    const checkout = await openCheckout();
    await fillCard(checkout.card, '4242424242424242');
    await checkout.page.evaluate('void stripe.confirmPayment({ elements, confirmParams: { return_url: location.href + "done" } })');
    await checkout.page.waitForURL(/done/);
    const { searchParams } = new URL(checkout.page.url());
    expect([searchParams.get('payment_intent'), searchParams.get('redirect_status')]).toEqual([checkout.intentId, 'succeeded']);
    await checkout.close();
  });

  test('goes through a 3DS step on the bank\'s own page and back', async () => {
    const page = await browser.newPage();
    const created = await emulator.stripe.paymentIntents.create(
      { ...PAYMENT, payment_method: 'pm_card_threeDSecure2Required', confirm: true, return_url: `${emulator.url}/_emulator/health` },
      account,
    );
    await page.goto(created.next_action?.redirect_to_url?.url ?? '');
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.waitForURL(/redirect_status=succeeded/);
    expect((await emulator.stripe.paymentIntents.retrieve(created.id, {}, account)).status).toBe('succeeded');
    await page.close();
  });

  test('takes a card before there is an intent', async () => {
    const checkout = await openCheckout();
    const outcome = await checkout.page.evaluate(`(async () => {
      element.destroy();
      window.later = stripe.elements({ mode: 'payment', amount: 10000, currency: 'usd' });
      const form = later.create('payment');
      await new Promise((resolve) => { form.on('ready', resolve); form.mount('#payment'); });
      return stripe.confirmPayment({ elements: later, clientSecret: elements.clientSecret, redirect: 'if_required' }).catch((error) => error.name);
    })()`);
    expect(outcome).toBe('IntegrationError');
    await fillCard(checkout.card, '4242424242424242');
    const paid = await checkout.page.evaluate(`later.submit()
      .then(() => stripe.confirmPayment({ elements: later, clientSecret: elements.clientSecret, redirect: 'if_required' }))
      .then((result) => result.paymentIntent.status)`);
    expect(paid).toBe('succeeded');
    await checkout.close();
  });

  test('believes no message of a window that is not its frame', async () => {
    const checkout = await openCheckout();
    await checkout.page.evaluate('window.postMessage({ kind: "change", empty: false, complete: true, country: null }, "*")');
    // And the frame none that does not come from its embedder: a frame within it would be another source.
    await checkout.card.locator('body').evaluate(() => window.postMessage({ kind: 'clear' }, '*'));
    await checkout.card.getByLabel('Card number').fill('42');
    await expect.poll(() => checkout.page.evaluate('window.events.filter((event) => event.name === "change").length')).toBe(1);
    expect(await checkout.page.evaluate('window.events.find((event) => event.name === "change").complete')).toBe(false);
    await checkout.close();
  });

  test('refuses keys that are not for browsers', async () => {
    const checkout = await openCheckout();
    for (const key of ['sk_test_x', 'pk_live_x', '']) {
      expect(await checkout.page.evaluate(`(() => { try { Stripe('${key}'); } catch (error) { return error.name; } })()`)).toBe('IntegrationError');
    }
    await checkout.close();
  });

  test.runIf(process.env['SCREENSHOTS'])('looks like a Payment Element', async () => {
    const folder = process.env['SCREENSHOTS'];
    const light = await openCheckout();
    await light.page.screenshot({ path: `${folder}/light-empty.png` });
    await fillCard(light.card, '4000000000009995');
    await pay(light);
    await resultOf(light);
    await light.page.screenshot({ path: `${folder}/light-declined.png` });
    await light.close();
    const dark = await openCheckout({ theme: 'night', variables: { colorPrimary: '#f5a524', colorBackground: '#1d1f27', borderRadius: '12px' } }, '#111318');
    await fillCard(dark.card, '4000000000003220');
    await dark.card.getByLabel('Security code').focus();
    await dark.page.screenshot({ path: `${folder}/dark-filled.png` });
    await pay(dark);
    await dark.page.frameLocator('iframe[title="Bank authentication"]').getByRole('button').first().waitFor();
    await dark.page.screenshot({ path: `${folder}/dark-3ds.png` });
    await dark.close();
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
      await page.goto(emulator.url);
      await page.getByRole('cell', { name: 'card declined' }).or(page.getByText('insufficient funds')).first().waitFor();
      await page.screenshot({ path: `${folder}/overview-${colorScheme}.png` });
      const { url } = await emulator.stripe.accountLinks.create({ account: (await emulator.stripe.accounts.create({ type: 'express', business_profile: { name: 'Bella Weddings' } })).id, type: 'account_onboarding', refresh_url: emulator.url, return_url: emulator.url });
      await page.goto(url);
      await page.screenshot({ path: `${folder}/onboarding-${colorScheme}.png` });
      await page.close();
    }
  });
});
