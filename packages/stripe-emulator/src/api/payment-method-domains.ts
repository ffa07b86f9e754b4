import { isIP } from 'node:net';
import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, pageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { boolean, required, text } from '../http/parameters.ts';
import { newId } from '../store/ids.ts';

/** A domain whose name begins so has Apple Pay inactive until it is validated, as one whose file Apple can't fetch yet. */
const UNVERIFIED_PREFIX = 'unverified.';

const createDomain = operation({
  method: 'post',
  path: '/v1/payment_method_domains',
  parameters: { domain_name: required(text()), enabled: boolean() } satisfies Declared<Stripe.PaymentMethodDomainCreateParams>,
  run(context, input) {
    const name = input.domain_name.toLowerCase();
    if (!isDomainName(name)) throw invalidRequest(`${input.domain_name} is not a valid domain name.`, { param: 'domain_name' });
    const known = findByName(context, name);
    if (known !== undefined) return known;
    return put(context, {
      id: newId('pmd'),
      object: 'payment_method_domain',
      ...statuses(!name.startsWith(UNVERIFIED_PREFIX)),
      created: toUnixSeconds(context.clock.now()),
      domain_name: name,
      enabled: input.enabled ?? true,
      livemode: false,
    });
  },
});

const listDomains = operation({
  method: 'get',
  path: '/v1/payment_method_domains',
  parameters: { ...pageParameters, domain_name: text(), enabled: boolean() } satisfies Declared<Stripe.PaymentMethodDomainListParams>,
  run: (context, input) =>
    pageOf(
      context,
      'payment_method_domain',
      '/v1/payment_method_domains',
      input,
      (domain) => (input.domain_name === undefined || domain.domain_name === input.domain_name) && (input.enabled === undefined || domain.enabled === input.enabled),
    ),
});

const retrieveDomain = operation({
  method: 'get',
  path: '/v1/payment_method_domains/:id',
  parameters: {},
  run: (context, _input, { id }) => getDomain(context, id),
});

const updateDomain = operation({
  method: 'post',
  path: '/v1/payment_method_domains/:id',
  parameters: { enabled: boolean() } satisfies Declared<Stripe.PaymentMethodDomainUpdateParams>,
  run(context, input, { id }) {
    const domain = getDomain(context, id);
    return put(context, { ...domain, enabled: input.enabled ?? domain.enabled });
  },
});

const validateDomain = operation({
  method: 'post',
  path: '/v1/payment_method_domains/:id/validate',
  parameters: {} satisfies Declared<Stripe.PaymentMethodDomainValidateParams>,
  run: (context, _input, { id }) => put(context, { ...getDomain(context, id), ...statuses(true) }),
});

export const paymentMethodDomains: readonly Operation[] = [createDomain, listDomains, retrieveDomain, updateDomain, validateDomain];

function getDomain(context: Context, id: string): Stripe.PaymentMethodDomain {
  const record = context.store.get('payment_method_domain', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('payment method domain', id);
  return record.object;
}

function findByName(context: Context, name: string): Stripe.PaymentMethodDomain | undefined {
  for (const { object } of context.store.newestOf('payment_method_domain', context.account)) if (object.domain_name === name) return object;
  return undefined;
}

function put(context: Context, object: Stripe.PaymentMethodDomain): Stripe.PaymentMethodDomain {
  context.store.put('payment_method_domain', object.id, { account: context.account, object });
  return object;
}

function statuses(isVerified: boolean) {
  const active = { status: 'active' } as const;
  const apple = { status: 'inactive', status_details: { error_message: 'The domain could not be verified with Apple.' } } as const;
  return { amazon_pay: active, apple_pay: isVerified ? active : apple, google_pay: active, klarna: active, link: active, paypal: active };
}

function isDomainName(name: string): boolean {
  return name.includes('.') && isIP(name) === 0 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(name);
}
