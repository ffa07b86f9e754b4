import type { Config } from './config/config.ts';
import { createLiveAvailability, type LiveAvailability } from './features/availability/index.ts';
import { createBookingsContext, createPaymentListener, type BookingsContext, type ManageClaims } from './features/bookings/index.ts';
import { createCatalogs, type Catalogs } from './features/catalog/index.ts';
import { paymentDomainsOf, syncAccount, type ConnectContext, type OnboardingClaims } from './features/connect/index.ts';
import type { EventReceiver } from './features/events/index.ts';
import { createDiskStorage, type FilesContext } from './features/files/index.ts';
import { createMailReceiver, type MailContext } from './features/mail/index.ts';
import { createPayments, type Payments } from './features/payments/index.ts';
import { createReferenceZones } from './features/pricing/index.ts';
import { createSecrets, type Secrets } from './features/secrets/index.ts';
import { createWebhookReceiver, type WebhooksContext } from './features/webhooks/index.ts';
import { accountFor, createKeyUses, createTenantDirectory, findAccountOwner, findTenantById, type EditingContext, type KeyUses, type TenantDirectory } from './features/tenants/index.ts';
import { createHoldListener, createWaitlistReceiver, type WaitlistClaims, type WaitlistContext } from './features/waitlist/index.ts';
import type { Clock } from './platform/clock.ts';
import { createExpiringTokens } from './platform/crypto/expiring-tokens.ts';
import { createKeyedHash } from './platform/crypto/keyed-hash.ts';
import { createObjectTokens } from './platform/crypto/object-tokens.ts';
import { createSealedBox } from './platform/crypto/sealed-box.ts';
import { connectDatabase, type Sql } from './platform/db/connect.ts';
import { listenForTenantChanges } from './platform/db/tenant-changes.ts';
import type { TenantId } from './platform/ids.ts';
import { createRateStore, type RateStore } from './platform/limits/rate-limiter.ts';
import type { Logger } from './platform/log.ts';
import { createMailTransport } from './platform/mail/mail-transport.ts';
import { resolveBySystem } from './platform/outbound/send-outbound.ts';
import { createStripe } from './platform/stripe/create-stripe.ts';

/** From the look-up of the name to the end of the answer. */
const WEBHOOK_TIMEOUT_MS = 10_000;

/** What every process of the BFF stands on: the pools, what is remembered of tenants, and the features' verbs. */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly app: Sql;
  readonly platform: Sql;
  readonly directory: TenantDirectory;
  readonly keyUses: KeyUses;
  readonly catalogs: Catalogs;
  readonly secrets: Secrets;
  readonly connect: ConnectContext;
  readonly payments: Payments;
  readonly bookings: BookingsContext;
  readonly files: FilesContext;
  readonly webhooks: WebhooksContext;
  readonly mail: MailContext;
  readonly waitlist: WaitlistContext;
  readonly live: LiveAvailability;
  readonly editing: EditingContext;
  readonly rateStore: RateStore;
  /** Who makes something of an event; each goes by its id, since it may be handed over more than once. */
  readonly eventReceivers: readonly EventReceiver[];
  close(): Promise<void>;
}

/** Connects and puts the features together; the one place that knows how they depend on each other. */
export async function createServices(given: { config: Config; log: Logger; name: string }): Promise<Services> {
  const { config, log } = given;
  const { clock } = config;
  const app = connectDatabase(config.databases.app, { name: given.name, poolSize: config.databases.poolSize });
  // Look-ups only; one connection of it listens.
  const platform = connectDatabase(config.databases.platform, { name: `${given.name} platform`, poolSize: 3 });
  const brakes = brakesOf(config.limits.factor);
  const rateStore = createRateStore(config.limits.store === 'memory' ? null : { sql: app, hash: createKeyedHash(config.tokenSecret, 'rate limits') });
  const directory = createTenantDirectory({ platform, clock });
  const keyUses = createKeyUses({ app, clock, log });
  const stripe = config.stripe && createStripe(config.stripe);
  const secrets = createSecrets(config.masterKeys);
  const connect: ConnectContext = {
    stripe, config: config.stripe, app, secrets, clock, log,
    publicUrl: config.publicUrl,
    paymentDomains: paymentDomainsOf([config.widgetUrl, config.publicUrl]),
    tokens: createExpiringTokens<OnboardingClaims>(config.tokenSecret, 'onboarding'),
  };
  const payments = createPayments({
    stripe,
    config: config.stripe,
    database: app,
    findAccountOwner: (accountId, livemode) => findAccountOwner(platform, accountId, livemode),
    syncAccount: (scope, because, first) => syncAccount(connect, scope, because, first),
    sealedBox: createSealedBox(config.masterKeys, 'payments'),
    declinesPerBooking: brakes.declinesPerBooking,
    clock,
    log,
  });
  const catalogs = createCatalogs({ app, clock, canCharge: ({ tenant, scope }) => payments.canCharge(accountFor(tenant, scope.livemode), scope.livemode) });
  const live = await createLiveAvailability({ sql: platform, catalogs, clock, log, limits: streamLimits(config.limits.factor) });
  const idempotencyBox = createSealedBox(config.masterKeys, 'idempotency');
  const webhooks: WebhooksContext = {
    app, clock, log, secrets, idempotencyBox,
    outbound: { rules: config.outbound, resolveHost: resolveBySystem, timeoutMs: WEBHOOK_TIMEOUT_MS },
  };
  const bookings = createBookingsContext({
    app, clock, log, config, catalogs, payments, live, brakes,
    pricing: { app, clock, catalogs, referenceZones: createReferenceZones({ app, clock }) },
    clientHash: createKeyedHash(config.tokenSecret, 'client of a hold'),
    tokens: createObjectTokens(config.tokenSecret),
    manageTokens: createExpiringTokens<ManageClaims>(config.tokenSecret, 'managing a booking'),
    idempotencyBox,
    holdListener: createHoldListener(),
  });
  const files: FilesContext = { app, clock, storage: createDiskStorage(config.filesFolder) };
  const waitlist: WaitlistContext = {
    app, clock, log, bookings,
    tokens: createExpiringTokens<WaitlistClaims>(config.tokenSecret, 'waitlist'),
    findTenant: (id) => findTenantById(platform, id),
  };
  const mail: MailContext = {
    app, clock, log, bookings, waitlist,
    transport: createMailTransport(config.mail),
    from: config.mail.from,
    publicUrl: config.publicUrl,
    widgetUrl: config.widgetUrl,
    findTenant: (id) => findTenantById(platform, id),
  };
  payments.setListener(createPaymentListener(bookings));
  const changed = (tenantId: TenantId): void => {
    directory.forget(tenantId);
    catalogs.forget(tenantId);
    live.tenantChanged(tenantId);
  };
  const stopListening = await listenForTenantChanges(platform, {
    changed,
    // Whatever was missed while the connection was away.
    reconnected() {
      directory.forgetAll();
      catalogs.forgetAll();
    },
  });
  return {
    config, clock, log, app, platform, directory, keyUses, catalogs, secrets, connect, payments, bookings, files, webhooks, mail, waitlist, live, rateStore,
    editing: { app, clock, idempotencyBox, forget: changed },
    eventReceivers: [createWebhookReceiver(webhooks), createMailReceiver(mail), createWaitlistReceiver(waitlist)],
    async close() {
      mail.transport.close();
      await live.close();
      await stopListening();
      await Promise.all([app.end({ timeout: 5 }), platform.end({ timeout: 5 })]);
    },
  };
}

/** A visitor opens a few tabs, a household or an office many more; a process has room for thousands. */
function streamLimits(factor: number) {
  return { perClient: 30 * factor, perTenant: 2_000 * factor, inAll: 10_000 * factor };
}

/** What stops somebody who blocks a calendar or tries out cards; the last two depend on no address, so nothing relaxes them. */
function brakesOf(factor: number) {
  const isOff = !Number.isFinite(factor);
  return {
    activeHoldsPerClient: 10 * factor,
    declinesPerBooking: isOff ? Number.POSITIVE_INFINITY : 8,
    paymentsPerBooking: isOff ? Number.POSITIVE_INFINITY : 5,
  };
}
