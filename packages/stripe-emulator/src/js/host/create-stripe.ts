import type { PaymentIntent, Stripe, StripeElementsOptions, StripeError } from '@stripe/stripe-js';
import { confirmIntent, retrieveIntent } from '../shared/api-client.ts';
import type { BrowserCaller } from '../shared/api-client.ts';
import type { ConfirmRequest, ConfirmResult } from '../shared/protocol.ts';
import { showAuthentication } from './authentication.ts';
import { IntegrationError } from './integration-error.ts';
import { Elements } from './elements.ts';

/** The options of `confirmPayment`, over all of its overloads. */
interface ConfirmOptions {
  readonly elements?: unknown;
  readonly clientSecret?: string;
  readonly confirmParams?: {
    readonly return_url?: string;
    readonly receipt_email?: string;
    readonly payment_method?: unknown;
    readonly payment_method_data?: { readonly billing_details?: ConfirmRequest['billingDetails'] };
  };
  readonly redirect?: 'always' | 'if_required';
}

type Emulated = 'confirmPayment' | 'elements' | 'handleNextAction' | 'retrievePaymentIntent';

/** What React's bindings look for in a Stripe object before they accept it. */
const EXPECTED_BY_WRAPPERS = ['createToken', 'createPaymentMethod', 'confirmCardPayment'] as const;

/**
 * Makes what `Stripe(publishableKey)` gives, as far as the emulator goes.
 * @throws IntegrationError for a key that isn't a publishable test key
 */
export function createStripe(caller: BrowserCaller): Stripe {
  assertPublishableKey(caller.publishableKey);
  const emulated = {
    elements: (options: StripeElementsOptions) => new Elements(caller, options),
    confirmPayment: (options: ConfirmOptions) => confirmPayment(caller, options),
    handleNextAction: async ({ clientSecret }: { clientSecret: string }) => afterNextAction(caller, clientSecret, await retrieveIntent(caller, clientSecret)),
    retrievePaymentIntent: (clientSecret: string) => retrieveIntent(caller, clientSecret),
  } satisfies Record<Emulated, unknown>;
  const refused = Object.fromEntries(EXPECTED_BY_WRAPPERS.map((name) => [name, () => refuse(name)]));
  // Stripe.js has far more than this; what isn't here is undefined, and fails where it is called.
  return { ...refused, ...emulated, registerAppInfo: () => {}, _registerWrapper: () => {} } as unknown as Stripe;
}

async function confirmPayment(caller: BrowserCaller, options: ConfirmOptions): Promise<ConfirmResult> {
  const clientSecret = options.clientSecret ?? (options.elements instanceof Elements ? options.elements.clientSecret : null);
  if (clientSecret === null) throw new IntegrationError('stripe.confirmPayment(): a clientSecret is needed, on the elements or as an option.');
  if (options.redirect !== 'if_required' && options.confirmParams?.return_url === undefined) {
    throw new IntegrationError('stripe.confirmPayment(): expected option `confirmParams.return_url`.');
  }
  const result = await afterNextAction(caller, clientSecret, await firstAttempt(caller, clientSecret, options));
  if (options.redirect === 'if_required' || 'error' in result) return result;
  leaveFor(options.confirmParams?.return_url ?? '', result.paymentIntent);
  // The page is on its way out, as with the real one: the promise never settles.
  return new Promise<never>(() => {});
}

function firstAttempt(caller: BrowserCaller, clientSecret: string, { elements, confirmParams }: ConfirmOptions): Promise<ConfirmResult> {
  if (elements instanceof Elements) {
    return elements.confirm({
      clientSecret,
      returnUrl: confirmParams?.return_url ?? null,
      receiptEmail: confirmParams?.receipt_email ?? null,
      billingDetails: confirmParams?.payment_method_data?.billing_details ?? {},
    });
  }
  const parameters = new URLSearchParams();
  if (typeof confirmParams?.payment_method === 'string') parameters.set('payment_method', confirmParams.payment_method);
  if (confirmParams?.return_url !== undefined) parameters.set('return_url', confirmParams.return_url);
  return confirmIntent(caller, clientSecret, parameters);
}

/** Shows the 3DS step if the intent waits for one, and says how it ended; a bank that has a page of its own takes the customer away. */
async function afterNextAction(caller: BrowserCaller, clientSecret: string, result: ConfirmResult): Promise<ConfirmResult> {
  if ('error' in result || result.paymentIntent.status !== 'requires_action') return result;
  const elsewhere = result.paymentIntent.next_action?.redirect_to_url?.url;
  if (typeof elsewhere === 'string') return leaveForBank(caller, elsewhere);
  const action = result.paymentIntent.next_action?.use_stripe_sdk as { stripe_js?: unknown } | undefined;
  if (typeof action?.stripe_js !== 'string') return result;
  await showAuthentication(caller.origin, action.stripe_js);
  const ended = await retrieveIntent(caller, clientSecret);
  if ('error' in ended || ended.paymentIntent.last_payment_error === null) return ended;
  return { error: errorOf(ended.paymentIntent) };
}

/** Banks let nobody frame them, so that it is the top window that goes, wherever this page stands. */
function leaveForBank(caller: BrowserCaller, address: string): Promise<never> {
  // Its path only: the emulator may be known by another name to the server than to this page.
  const { pathname, search } = new URL(address);
  // A window of another origin allows this assignment and no call.
  (window.top ?? window).location.href = new URL(`${pathname}${search}`, caller.origin).href;
  return new Promise<never>(() => {});
}

function errorOf(intent: PaymentIntent): StripeError {
  const { last_payment_error: failure } = intent;
  return { ...failure, type: failure?.type ?? 'api_error', payment_intent: intent } as StripeError;
}

function leaveFor(returnUrl: string, intent: PaymentIntent): void {
  const url = new URL(returnUrl, document.baseURI);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'pending');
  window.location.assign(url);
}

function assertPublishableKey(key: unknown): void {
  if (typeof key !== 'string' || key === '') throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.');
  if (key.startsWith('sk_')) throw new IntegrationError('You should not use your secret key with Stripe.js. Please pass a publishable key instead.');
  if (!key.startsWith('pk_test_')) throw new IntegrationError('The Stripe emulator takes publishable test keys only: pk_test_…');
}

function refuse(name: string): never {
  throw new IntegrationError(`The Stripe emulator doesn't do stripe.${name}().`);
}
