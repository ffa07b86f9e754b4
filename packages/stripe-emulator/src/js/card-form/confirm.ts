import { confirmIntent } from '../shared/api-client.ts';
import type { BillingDetails, ConfirmRequest, ConfirmResult, FrameSetup } from '../shared/protocol.ts';
import type { CardForm } from './card-form.ts';
import type { MethodChoice } from './method-choice.ts';

/** Confirms the intent with the card in the form. The call is made from here, so that the card's data stays in this frame. */
export async function confirmWithCard(setup: FrameSetup, form: CardForm, request: ConfirmRequest): Promise<ConfirmResult> {
  const card = form.read();
  const parameters = new URLSearchParams({
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': card.number,
    'payment_method_data[card][exp_month]': card.expMonth,
    'payment_method_data[card][exp_year]': card.expYear,
    'payment_method_data[card][cvc]': card.cvc,
  });
  form.setBusy(true);
  const result = await confirm(setup, request, parameters, card.country);
  form.setBusy(false);
  if ('error' in result) form.showError(result.error);
  return result;
}

/** Confirms the intent with the bank that is picked; the answer says where the customer has to go. */
export async function confirmWithBank(setup: FrameSetup, choice: MethodChoice, request: ConfirmRequest): Promise<ConfirmResult> {
  choice.setBusy(true);
  const result = await confirm(setup, request, new URLSearchParams({ 'payment_method_data[type]': choice.selected }), null);
  choice.setBusy(false);
  if ('error' in result) choice.showError(result.error.message ?? 'Your bank could not be asked.');
  return result;
}

function confirm(setup: FrameSetup, request: ConfirmRequest, parameters: URLSearchParams, country: string | null): Promise<ConfirmResult> {
  appendBilling(parameters, { ...setup.options.defaultValues?.billingDetails, ...request.billingDetails }, country);
  if (request.returnUrl !== null) parameters.set('return_url', request.returnUrl);
  if (request.receiptEmail !== null) parameters.set('receipt_email', request.receiptEmail);
  return confirmIntent({ origin: window.location.origin, ...setup }, request.clientSecret, parameters);
}

function appendBilling(parameters: URLSearchParams, { address = {}, ...person }: BillingDetails, country: string | null): void {
  const prefix = 'payment_method_data[billing_details]';
  for (const [name, value] of Object.entries(person)) if (typeof value === 'string' && value !== '') parameters.set(`${prefix}[${name}]`, value);
  const whole = { ...address, ...(country === null ? {} : { country }) };
  for (const [name, value] of Object.entries(whole)) if (typeof value === 'string' && value !== '') parameters.set(`${prefix}[address][${name}]`, value);
}
