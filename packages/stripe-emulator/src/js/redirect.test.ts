import { launchBrowser } from '@mais/test-kit';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import type { Stripe } from 'stripe';
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
  account = await emulator.connectedAccount('NL');
});

afterAll(async () => {
  await browser?.close();
  await emulator?.close();
});

interface Checkout extends CheckoutPage {
  readonly page: Page;
  readonly checkout: Page | Frame;
  readonly element: FrameLocator;
  readonly intentId: string;
}

interface Opening {
  readonly redirects?: 'always' | 'never';
  /** Whether a page of another origin embeds the checkout, as a booking widget is. */
  readonly framed?: boolean;
  readonly appearance?: object;
}

async function openCheckout({ redirects = 'always', framed = false, appearance = {} }: Opening = {}): Promise<Checkout> {
  const intent = await emulator.stripe.paymentIntents.create({ ...PAYMENT, currency: 'eur', automatic_payment_methods: { enabled: true, allow_redirects: redirects } }, account);
  const served = await serveCheckoutPage({ emulatorUrl: emulator.url, script: checkoutScript(intent.client_secret ?? '', appearance) });
  const page = await browser.newPage({ viewport: { width: 480, height: 620 } });
  const checkout = framed ? await openInFrame(page, served.url) : page;
  if (!framed) await page.goto(served.url);
  await expect.poll(() => checkout.evaluate('window.ready === true')).toBe(true);
  const close = async (): Promise<void> => {
    await page.close();
    await served.close();
  };
  return { ...served, close, page, checkout, element: checkout.frameLocator('iframe[title="Secure payment input frame"]'), intentId: intent.id };
}

async function openInFrame(page: Page, url: string): Promise<Frame> {
  await page.goto(`${emulator.url}/_emulator/health`);
  await page.setContent(`<iframe title="Booking" width="440" height="600" src="${url}"></iframe>`);
  const frame = await page.frameLocator('iframe').locator('html').elementHandle().then((html) => html?.ownerFrame());
  if (!frame) throw new Error('the frame is not there');
  return frame;
}

function checkoutScript(clientSecret: string, appearance: object): string {
  return `
    const stripe = Stripe('pk_test_emulated', { stripeAccount: '${account.stripeAccount}', locale: 'en' });
    const elements = stripe.elements({ clientSecret: '${clientSecret}', appearance: ${JSON.stringify(appearance)} });
    const element = elements.create('payment');
    element.on('ready', () => { window.ready = true; });
    element.on('change', (event) => { window.change = event; });
    element.mount('#payment');
    document.getElementById('pay').addEventListener('click', async () => {
      const result = await stripe.confirmPayment({ elements, confirmParams: { return_url: location.origin + '/back?booking=7' }, redirect: 'if_required' });
      document.getElementById('result').textContent = result.error ? 'error ' + result.error.code : result.paymentIntent.status;
    });
    Object.assign(window, { stripe, elements });
  `;
}

function intentOf({ intentId }: Checkout): Promise<Stripe.PaymentIntent> {
  return emulator.stripe.paymentIntents.retrieve(intentId, {}, account);
}

describe('the Payment Element of an intent that may redirect', () => {
  test('offers the banks beside the card, by radio buttons', async () => {
    const checkout = await openCheckout();
    const { element } = checkout;
    const group = element.getByRole('group', { name: 'Payment method' });
    await expect.poll(() => group.getByRole('radio').count()).toBe(3);
    expect(await element.getByRole('radio', { name: 'Card' }).isChecked()).toBe(true);
    await element.getByRole('radio', { name: 'Card' }).press('ArrowDown');
    expect(await element.getByRole('radio', { name: 'iDEAL' }).isChecked()).toBe(true);
    expect(await element.getByLabel('Card number').isVisible()).toBe(false);
    await element.getByText('You will go to iDEAL').waitFor();
    expect(await checkout.checkout.evaluate('window.change')).toMatchObject({ complete: true, empty: false, value: { type: 'ideal' } });
    expect(await checkout.checkout.evaluate('elements.submit()')).toEqual({ selectedPaymentMethod: 'ideal' });
    await element.getByRole('radio', { name: 'Card' }).check();
    expect(await checkout.checkout.evaluate('window.change')).toMatchObject({ complete: false, empty: true, value: { type: 'card' } });
    await element.getByLabel('Card number').waitFor();
    await checkout.close();
  });

  test('has nothing to choose where redirects are turned off', async () => {
    const checkout = await openCheckout({ redirects: 'never' });
    await checkout.element.getByLabel('Card number').waitFor();
    expect(await checkout.element.getByRole('radio').count()).toBe(0);
    await checkout.close();
  });

  test.each([
    ['Authorize test payment', 'succeeded', 'succeeded'],
    ['Fail test payment', 'failed', 'requires_payment_method'],
  ])('takes the customer to the bank; "%s" brings them back with redirect_status %s', async (button, redirectStatus, status) => {
    const checkout = await openCheckout();
    await checkout.element.getByRole('radio', { name: 'iDEAL' }).check();
    await checkout.page.getByRole('button', { name: 'Pay' }).click();
    await checkout.page.getByRole('heading', { name: 'iDEAL test payment page' }).waitFor();
    expect((await intentOf(checkout)).status).toBe('requires_action');
    await checkout.page.getByRole('button', { name: button }).click();
    await checkout.page.waitForURL(/\/back\?/);
    const { searchParams } = new URL(checkout.page.url());
    const intent = await intentOf(checkout);
    expect(Object.fromEntries(searchParams)).toEqual({
      booking: '7',
      payment_intent: checkout.intentId,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: redirectStatus,
    });
    expect(intent.status).toBe(status);
    await checkout.close();
  });

  test('takes the whole window along where the page is framed by another', async () => {
    const checkout = await openCheckout({ framed: true });
    await checkout.element.getByRole('radio', { name: 'Bancontact' }).check();
    await checkout.checkout.getByRole('button', { name: 'Pay' }).click();
    await checkout.page.getByRole('heading', { name: 'Bancontact test payment page' }).waitFor();
    await checkout.page.getByRole('button', { name: 'Authorize test payment' }).click();
    await checkout.page.waitForURL(/redirect_status=succeeded/);
    expect(checkout.page.frames()[0]?.url()).toBe(checkout.page.url());
    await checkout.close();
  });

  test('still takes a card in place', async () => {
    const checkout = await openCheckout();
    await checkout.element.getByLabel('Card number').pressSequentially('4242424242424242');
    await checkout.element.getByLabel('Expiration date').fill('1234');
    await checkout.element.getByLabel('Security code').fill('123');
    await checkout.page.getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => checkout.page.locator('#result').innerText()).toBe('succeeded');
    await checkout.close();
  });

  test.runIf(process.env['SCREENSHOTS'])('looks like the rest of it', async () => {
    const folder = process.env['SCREENSHOTS'];
    for (const [name, appearance] of [['light', {}], ['night', { theme: 'night', variables: { colorBackground: '#1d1f27', borderRadius: '12px' } }]] as const) {
      const checkout = await openCheckout({ appearance });
      await checkout.page.screenshot({ path: `${folder}/methods-${name}.png` });
      await checkout.element.getByRole('radio', { name: 'iDEAL' }).check();
      await checkout.page.screenshot({ path: `${folder}/methods-${name}-ideal.png` });
      await checkout.page.getByRole('button', { name: 'Pay' }).click();
      await checkout.page.getByRole('heading', { name: 'iDEAL test payment page' }).waitFor();
      await checkout.page.screenshot({ path: `${folder}/bank-${name}.png` });
      await checkout.close();
    }
  });
});
