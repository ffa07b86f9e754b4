import { z } from 'zod';
import { Instant } from './time.ts';

export const StripeAccountState = z.enum(['none', 'onboarding', 'restricted', 'active'])
  .describe('`onboarding` until everything that Stripe asks at first is given; `restricted` when charges or payouts are off after that')
  .meta({ id: 'StripeAccountState' });

export const PaymentMethodDomain = z
  .object({
    domain: z.string(),
    state: z.enum(['pending', 'active', 'incomplete', 'refused']).describe('`incomplete` while Stripe has some wallets inactive there'),
    inactiveMethods: z.array(z.string()).describe('Such as `apple_pay`'),
    problem: z.string().nullable().describe('What Stripe said last, when it went wrong'),
    nextTryAt: Instant.nullable(),
  })
  .meta({ id: 'PaymentMethodDomain' });

export const StripeAccount = z
  .object({
    state: StripeAccountState,
    livemode: z.boolean(),
    accountId: z.string().nullable(),
    country: z.string().nullable(),
    access: z.enum(['platform', 'restricted_key', 'none']).describe('How the account is reached; only by `platform` can it be charged on'),
    chargesEnabled: z.boolean(),
    payoutsEnabled: z.boolean(),
    detailsSubmitted: z.boolean(),
    requirements: z.object({
      currentlyDue: z.array(z.string()),
      eventuallyDue: z.array(z.string()),
      pastDue: z.array(z.string()),
      pendingVerification: z.array(z.string()),
      disabledReason: z.string().nullable(),
      dueBy: Instant.nullable().describe('By when what is currently due must be given, for the account to stay enabled'),
    }).describe('In Stripe’s own names'),
    restrictedKey: z.object({ hint: z.string(), setAt: Instant }).nullable().describe('Never the key itself'),
    paymentMethodDomains: z.array(PaymentMethodDomain),
    checkedAt: Instant.nullable().describe('When Stripe was last asked'),
  })
  .meta({ id: 'StripeAccount' });

export const StripeAccountRequest = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as US')
      .describe('Where the business is established. Stripe never changes it later'),
    email: z.email('must be an e-mail address').max(254, 'must have at most 254 characters').optional().describe('The tenant’s own when left out'),
  })
  .meta({ id: 'StripeAccountRequest' });

export const OnboardingLinkRequest = z
  .strictObject({
    collect: z.enum(['currently_due', 'eventually_due']).describe('What is due now, or at once everything that will ever be'),
  })
  .meta({ id: 'OnboardingLinkRequest' });

export const OnboardingLink = z
  .object({
    url: z.string().describe('Stripe’s page: once, and for a few minutes'),
    expiresAt: Instant,
    startUrl: z.string().describe('Leads to a new such page each time it is opened; for e-mails'),
    startUrlExpiresAt: Instant,
  })
  .meta({ id: 'OnboardingLink' });

export const DashboardLink = z.object({ url: z.string().describe('Stripe’s Express dashboard, signed in; once') }).meta({ id: 'DashboardLink' });

export const RestrictedKeyRequest = z
  .strictObject({
    key: z.string().regex(/^rk_(test|live)_[A-Za-z0-9_]{8,240}$/, 'must be a restricted key of Stripe, rk_test_… or rk_live_…'),
  })
  .meta({ id: 'RestrictedKeyRequest' });

const unreadyReasons = ['stripe_not_set_up', 'no_stripe_account', 'onboarding_unfinished', 'charges_disabled', 'access_lost'] as const;

export const Readiness = z
  .object({
    stripeAccount: StripeAccountState,
    canTakePayments: z.boolean(),
    packages: z.array(z.object({
      slug: z.string(),
      name: z.string(),
      visibility: z.enum(['public', 'hidden', 'archived']),
      isOffered: z.boolean().describe('Whether customers can see and book it'),
      reasons: z.array(z.object({ code: z.enum(unreadyReasons), detail: z.string() })).describe('Why not'),
      withheldAddOns: z.array(z.string()).describe('Add-ons that cost something, of a free package that is offered without them'),
    })),
  })
  .meta({ id: 'Readiness' });

export type StripeAccountState = z.infer<typeof StripeAccountState>;
export type PaymentMethodDomain = z.infer<typeof PaymentMethodDomain>;
export type StripeAccount = z.infer<typeof StripeAccount>;
export type StripeAccountRequest = z.infer<typeof StripeAccountRequest>;
export type OnboardingLink = z.infer<typeof OnboardingLink>;
export type DashboardLink = z.infer<typeof DashboardLink>;
export type Readiness = z.infer<typeof Readiness>;
