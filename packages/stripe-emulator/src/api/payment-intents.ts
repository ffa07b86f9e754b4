import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest, notEmulated } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { timedPageParameters, pageOf } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { boolean, clearable, hash, integer, metadata, missing, oneOf, required, text, unsupported, unsupportedParameters } from '../http/parameters.ts';
import { assertChargesEnabled } from '../payments/account-state.ts';
import { assertApplicationFee, assertChargeable, assertCurrency } from '../payments/amounts.ts';
import { applicationId } from '../payments/book-transaction.ts';
import { getMethod } from '../payments/cards.ts';
import { getCustomer } from '../payments/customers.ts';
import { confirmIntent } from '../payments/confirm-intent.ts';
import { assertStatus, getIntent, putIntent } from '../payments/intents.ts';
import { newIntent } from '../payments/new-intent.ts';
import { methodTypesOf } from '../payments/redirect-methods.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import { methodParameters, methodFromData } from './payment-method-data.ts';
import { forCaller } from './publishable-intent.ts';
import { mergeMetadata } from './metadata.ts';

const notEmulatedYet = unsupportedParameters(
  'allowed_payment_method_types', 'amount_details', 'customer_account', 'excluded_payment_method_types', 'hooks', 'payment_details',
  'payment_method_configuration', 'payment_method_options', 'shipping', 'transfer_data', 'transfer_group',
);
const notEmulatedOnConfirm = unsupportedParameters(
  'allowed_payment_method_types', 'amount_details', 'amount_to_confirm', 'confirmation_token', 'excluded_payment_method_types', 'hooks', 'mandate', 'mandate_data',
  'payment_details', 'payment_method_options', 'radar_options', 'shipping',
);

const futureUsage = oneOf('off_session', 'on_session');

const confirmation = {
  error_on_requires_action: boolean(),
  off_session: oneOf('true', 'false', 'one_off', 'recurring'),
  payment_method: text(),
  payment_method_data: hash(methodParameters),
  return_url: text(),
  use_stripe_sdk: boolean(),
};

/** Not in the library's typings, since a server has no need of it: a browser proves itself by it. */
const customerProof = { client_secret: text() };

const createPaymentIntent = operation({
  method: 'post',
  path: '/v1/payment_intents',
  parameters: {
    ...notEmulatedYet,
    ...unsupportedParameters('confirmation_token', 'mandate', 'mandate_data', 'on_behalf_of', 'radar_options', 'statement_descriptor'),
    ...confirmation,
    amount: required(integer()),
    application_fee_amount: integer(),
    automatic_payment_methods: hash({ allow_redirects: oneOf('always', 'never'), enabled: required(boolean()) }),
    capture_method: oneOf('automatic', 'automatic_async', 'manual'),
    confirm: boolean(),
    confirmation_method: oneOf('automatic', 'manual'),
    currency: required(text()),
    customer: text(),
    description: text(1000),
    metadata: metadata(),
    receipt_email: text(),
    setup_future_usage: futureUsage,
    statement_descriptor_suffix: text(22),
  } satisfies Declared<Stripe.PaymentIntentCreateParams>,
  run(context, input) {
    const currency = assertCurrency(input.currency);
    const fee = input.application_fee_amount ?? null;
    const usage = input.setup_future_usage ?? null;
    assertChargesEnabled(context);
    assertChargeable(input.amount, currency);
    assertApplicationFee(context, fee, input.amount, currency);
    if (input.capture_method === 'manual') throw notEmulated('manual capture', 'capture_method');
    if (input.confirmation_method === 'manual') throw notEmulated('manual confirmation', 'confirmation_method');
    if (input.customer !== undefined) getCustomer(context, input.customer);
    if (input.off_session !== undefined && input.confirm !== true) throw invalidRequest('off_session may only be passed when confirm is true.', { param: 'off_session' });
    const method = givenMethod(context, input);
    const automatic = { allow_redirects: 'always' as const, ...(input.automatic_payment_methods ?? { enabled: true }) };
    const intent = newIntent(context, {
      amount: input.amount,
      application: fee === null ? null : applicationId(context),
      application_fee_amount: fee,
      automatic_payment_methods: automatic,
      capture_method: input.capture_method ?? 'automatic_async',
      currency,
      customer: input.customer ?? null,
      description: input.description ?? null,
      metadata: input.metadata ?? {},
      payment_method: method?.object.id ?? null,
      payment_method_types: methodTypesOf({ automatic_payment_methods: automatic, currency, setup_future_usage: usage }),
      receipt_email: input.receipt_email ?? null,
      setup_future_usage: usage,
      statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
      status: method === null ? 'requires_payment_method' : 'requires_confirmation',
    });
    putIntent(context, intent);
    emitEvent(context, 'payment_intent.created', intent);
    if (input.confirm !== true) return intent;
    if (method === null) throw missing('payment_method');
    return confirmIntent(context, intent, confirmationOf(input, method));
  },
});

const updatePaymentIntent = operation({
  method: 'post',
  path: '/v1/payment_intents/:id',
  parameters: {
    ...notEmulatedYet,
    ...unsupportedParameters('capture_method', 'payment_method_data', 'statement_descriptor'),
    amount: integer(),
    application_fee_amount: clearable(integer()),
    currency: text(),
    customer: text(),
    description: clearable(text(1000)),
    metadata: metadata(),
    payment_method: text(),
    receipt_email: clearable(text()),
    setup_future_usage: clearable(futureUsage),
    statement_descriptor_suffix: clearable(text(22)),
  } satisfies Declared<Stripe.PaymentIntentUpdateParams>,
  run(context, input, { id }) {
    const { object: intent } = getIntent(context, id);
    assertStatus(intent, 'update', 'updated', ['requires_payment_method', 'requires_confirmation', 'requires_action']);
    const currency = input.currency === undefined ? intent.currency : assertCurrency(input.currency);
    const amount = input.amount ?? intent.amount;
    const fee = input.application_fee_amount === undefined ? intent.application_fee_amount : input.application_fee_amount;
    assertChargeable(amount, currency);
    assertApplicationFee(context, fee, amount, currency);
    if (input.customer !== undefined) getCustomer(context, input.customer);
    const method = input.payment_method === undefined ? null : getMethod(context, input.payment_method);
    const usage = input.setup_future_usage === undefined ? intent.setup_future_usage : input.setup_future_usage;
    return putIntent(context, {
      ...intent,
      amount,
      application: fee === null ? null : applicationId(context),
      application_fee_amount: fee,
      currency,
      customer: input.customer ?? intent.customer,
      description: input.description === undefined ? intent.description : input.description,
      metadata: mergeMetadata(intent.metadata, input.metadata),
      payment_method_types: methodTypesOf({ ...intent, currency, setup_future_usage: usage }),
      receipt_email: input.receipt_email === undefined ? intent.receipt_email : input.receipt_email,
      setup_future_usage: usage,
      statement_descriptor_suffix: input.statement_descriptor_suffix === undefined ? intent.statement_descriptor_suffix : input.statement_descriptor_suffix,
      ...(method === null ? {} : { next_action: null, payment_method: method.object.id, status: 'requires_confirmation' as const }),
    });
  },
});

const confirmPaymentIntent = operation({
  method: 'post',
  path: '/v1/payment_intents/:id/confirm',
  publishable: true,
  parameters: {
    ...notEmulatedOnConfirm,
    ...confirmation,
    ...customerProof,
    capture_method: unsupported(),
    receipt_email: clearable(text()),
    setup_future_usage: clearable(futureUsage),
  } satisfies Declared<Stripe.PaymentIntentConfirmParams>,
  run(context, input, { id }) {
    const { object: intent } = getIntent(context, id, clientSecretOf(context, input.client_secret));
    assertStatus(intent, 'confirm', 'confirmed', ['requires_payment_method', 'requires_confirmation', 'requires_action']);
    assertChargesEnabled(context);
    const method = givenMethod(context, input) ?? attachedMethod(context, intent);
    const receiptEmail = input.receipt_email === undefined ? intent.receipt_email : input.receipt_email;
    const usage = input.setup_future_usage === undefined ? intent.setup_future_usage : input.setup_future_usage;
    return forCaller(context, confirmIntent(context, { ...intent, receipt_email: receiptEmail, setup_future_usage: usage }, confirmationOf(input, method)));
  },
});

const cancelPaymentIntent = operation({
  method: 'post',
  path: '/v1/payment_intents/:id/cancel',
  parameters: { cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') } satisfies Declared<Stripe.PaymentIntentCancelParams>,
  run(context, input, { id }) {
    const { object: intent } = getIntent(context, id);
    assertStatus(intent, 'cancel', 'canceled', ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action']);
    const canceled = putIntent(context, {
      ...intent,
      canceled_at: toUnixSeconds(context.clock.now()),
      cancellation_reason: input.cancellation_reason ?? null,
      next_action: null,
      status: 'canceled',
    });
    emitEvent(context, 'payment_intent.canceled', canceled);
    return canceled;
  },
});

const capturePaymentIntent = operation({
  method: 'post',
  path: '/v1/payment_intents/:id/capture',
  parameters: {
    ...unsupportedParameters('amount_details', 'hooks', 'payment_details', 'statement_descriptor', 'statement_descriptor_suffix', 'transfer_data'),
    amount_to_capture: integer(),
    application_fee_amount: integer(),
    final_capture: boolean(),
    metadata: metadata(),
  } satisfies Declared<Stripe.PaymentIntentCaptureParams>,
  run(context, _input, { id }) {
    const { object: intent } = getIntent(context, id);
    // No intent can be in this state: the emulator refuses manual capture when an intent is made.
    assertStatus(intent, 'capture', 'captured', ['requires_capture']);
    throw notEmulated('manual capture');
  },
});

const retrievePaymentIntent = operation({
  method: 'get',
  path: '/v1/payment_intents/:id',
  publishable: true,
  parameters: customerProof,
  run: (context, input, { id }) => forCaller(context, getIntent(context, id, clientSecretOf(context, input.client_secret)).object),
});

const listPaymentIntents = operation({
  method: 'get',
  path: '/v1/payment_intents',
  parameters: { ...timedPageParameters, ...unsupportedParameters('customer_account'), customer: text() } satisfies Declared<Stripe.PaymentIntentListParams>,
  run: (context, input) => pageOf(context, 'payment_intent', '/v1/payment_intents', input, (intent) => input.customer === undefined || intent.customer === input.customer),
});

export const paymentIntents: readonly Operation[] = [
  createPaymentIntent,
  listPaymentIntents,
  retrievePaymentIntent,
  updatePaymentIntent,
  confirmPaymentIntent,
  cancelPaymentIntent,
  capturePaymentIntent,
];

interface ConfirmationInput {
  readonly error_on_requires_action?: boolean;
  readonly off_session?: 'true' | 'false' | 'one_off' | 'recurring';
  readonly payment_method?: string;
  readonly payment_method_data?: Parameters<typeof methodFromData>[1];
  readonly return_url?: string;
  readonly use_stripe_sdk?: boolean;
}

function confirmationOf(input: ConfirmationInput, method: PaymentMethodRecord): Parameters<typeof confirmIntent>[2] {
  return {
    method,
    returnUrl: input.return_url ?? null,
    useStripeSdk: input.use_stripe_sdk ?? false,
    errorOnRequiresAction: input.error_on_requires_action ?? false,
    offSession: (input.off_session ?? 'false') !== 'false',
  };
}

function givenMethod(context: Context, input: ConfirmationInput): PaymentMethodRecord | null {
  if (input.payment_method_data !== undefined) return methodFromData(context, input.payment_method_data, 'payment_method_data');
  return input.payment_method === undefined ? null : getMethod(context, input.payment_method);
}

function attachedMethod(context: Context, intent: Stripe.PaymentIntent): PaymentMethodRecord {
  if (intent.payment_method === null) throw missing('payment_method');
  return getMethod(context, String(intent.payment_method));
}

// A publishable key proves nothing by itself: whoever holds it must know the intent's secret too.
function clientSecretOf(context: Context, clientSecret: string | undefined): string | undefined {
  if (context.key === 'publishable' && clientSecret === undefined) throw missing('client_secret');
  return clientSecret;
}
