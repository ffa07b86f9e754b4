import type { MiddlewareHandler } from 'hono';
import { apiKeyRoutes } from './features/api-keys/index.ts';
import { availabilityRoutes } from './features/availability/index.ts';
import { bookingRoutes, fileRemovalRoutes, fileUploadRoutes, refundRoutes, tenantBookingRoutes } from './features/bookings/index.ts';
import { addOnRoutes, balanceRoutes, cancellationPolicyRoutes, catalogRoutes, openingHoursRoutes, questionRoutes, tenantPackageRoutes } from './features/catalog/index.ts';
import { connectRoutes, onboardingPages } from './features/connect/index.ts';
import { customerRoutes } from './features/customers/index.ts';
import { embedRoutes, widgetConfigRoutes, type EmbedAssets } from './features/embed/index.ts';
import { MAX_FILE_BYTES, tenantFileRoutes } from './features/files/index.ts';
import { healthRoutes } from './features/health/index.ts';
import { mailSettingsRoutes } from './features/mail/index.ts';
import { disputeRoutes, stripeWebhookRoutes } from './features/payments/index.ts';
import { pricingRoutes, quoteRoutes } from './features/pricing/index.ts';
import { reportRoutes } from './features/reports/index.ts';
import { brandingRoutes, settingsRoutes, tenantFromRequest, tenantFromSecretKey } from './features/tenants/index.ts';
import { tenantWaitlistRoutes, waitlistRoutes } from './features/waitlist/index.ts';
import { webhookEndpointRoutes } from './features/webhooks/index.ts';
import { hotAnswer } from './hot-answers.ts';
import { openApiDocument } from './openapi.ts';
import { createApiRouter, type ApiEnv } from './platform/http/api-router.ts';
import { compressText } from './platform/http/compress-text.ts';
import { clientAddress } from './platform/http/client-address.ts';
import { refuseUnknownRoutes } from './platform/http/known-routes.ts';
import { problemFromError, problemResponse } from './platform/http/problem-response.ts';
import { refusePrototypeQuery } from './platform/http/prototype-keys.ts';
import { readBody } from './platform/http/read-body.ts';
import { newRequestId } from './platform/http/request-id.ts';
import { limitBody, requestPipeline, transportSecurity } from './platform/http/request-pipeline.ts';
import { createRateLimits } from './rate-limits.ts';
import type { Services } from './services.ts';

/** A booking with every field at its longest stays below. */
const MAX_BODY_BYTES = 64 * 1024;

/** The whole HTTP surface; tests call `app.request()`, processes serve `app.fetch`. */
export function createApp(services: Services, options: { assets: EmbedAssets; isDraining?: () => boolean }) {
  const { directory, catalogs, payments, bookings, app: database, clock, log } = services;
  const app = createApiRouter();
  app.onError((error, c) => problemFromError(error, c.get('requestId') ?? newRequestId(), log));
  app.notFound((c) => problemResponse('not_found', 'Check the address; /openapi.json lists what there is.', c.get('requestId') ?? newRequestId()));

  app.use('*', requestPipeline(log));
  app.use('*', withHeaders(transportSecurity(services.config.publicUrl)));
  app.use('*', refuseUnknownRoutes(app), refusePrototypeQuery);
  app.route('/', healthRoutes({ app: database, isDraining: options.isDraining ?? (() => false) }));
  // Stripe sends as fast as it likes, and is known by its signature.
  app.route('/api/v1', stripeWebhookRoutes(payments));

  const rateLimits = createRateLimits(services.rateStore, services.config.limits.factor);
  for (const path of ['/api/v1/*', '/embed/*', '/book/*', '/connect/*']) {
    app.use(path, clientAddress(services.config.front) as MiddlewareHandler<ApiEnv>, rateLimits.beforeLookUp as MiddlewareHandler<ApiEnv>);
  }
  // The two that are long: a first view, and a month of times.
  for (const path of ['/embed/*', '/book/*', '/api/v1/availability']) app.use(path, compressText());
  app.get('/api/v1/packages', hotAnswer(services));
  app.get('/api/v1/widget/config', hotAnswer(services));
  app.route('/', embedRoutes({ app: database, clock, log, catalogs, payments, directory, assets: options.assets, widgetUrl: services.config.widgetUrl }));

  app.route('/', onboardingPages(services.connect));

  // Before the public API, whose middleware is for everything below /api/v1.
  const tenantApi = createApiRouter();
  tenantApi.use('*', limitBody(MAX_BODY_BYTES), readBody, tenantFromSecretKey(directory, services.keyUses) as MiddlewareHandler<ApiEnv>, rateLimits.ofSecretKey as MiddlewareHandler<ApiEnv>);
  tenantApi.route('/', apiKeyRoutes(bookings));
  tenantApi.route('/', brandingRoutes(services.editing));
  tenantApi.route('/', settingsRoutes(services.editing));
  tenantApi.route('/', tenantBookingRoutes(bookings));
  tenantApi.route('/', tenantPackageRoutes(services.editing));
  tenantApi.route('/', addOnRoutes(services.editing));
  tenantApi.route('/', questionRoutes(services.editing));
  tenantApi.route('/', openingHoursRoutes(services.editing));
  tenantApi.route('/', cancellationPolicyRoutes({ app: database, clock }));
  tenantApi.route('/', balanceRoutes({ app: database, clock }));
  tenantApi.route('/', customerRoutes(bookings));
  tenantApi.route('/', refundRoutes(bookings));
  tenantApi.route('/', disputeRoutes({ app: database }));
  tenantApi.route('/', reportRoutes({ app: database, clock }));
  tenantApi.route('/', connectRoutes(services.connect, catalogs));
  tenantApi.route('/', pricingRoutes({ ...bookings.pricing, idempotencyBox: bookings.idempotencyBox }));
  tenantApi.route('/', mailSettingsRoutes(services.mail));
  tenantApi.route('/', webhookEndpointRoutes(services.webhooks));
  tenantApi.route('/', tenantFileRoutes(services.files));
  tenantApi.route('/', tenantWaitlistRoutes(services.waitlist));
  app.route('/api/v1/tenant', tenantApi);

  // Its bodies are bytes, and larger than any other's; a request that is refused isn't read.
  const uploads = createApiRouter();
  uploads.use('/files', limitBody(MAX_FILE_BYTES), tenantFromRequest(directory) as MiddlewareHandler<ApiEnv>, rateLimits.afterLookUp as MiddlewareHandler<ApiEnv>);
  uploads.route('/', fileUploadRoutes({ ...bookings, files: services.files }));
  app.route('/api/v1', uploads);

  const publicApi = createApiRouter();
  publicApi.use('*', limitBody(MAX_BODY_BYTES), readBody, tenantFromRequest(directory) as MiddlewareHandler<ApiEnv>, rateLimits.afterLookUp as MiddlewareHandler<ApiEnv>);
  publicApi.route('/', widgetConfigRoutes(payments));
  publicApi.route('/', catalogRoutes(catalogs));
  publicApi.route('/', quoteRoutes(services.bookings.pricing));
  publicApi.route('/', availabilityRoutes({ app: database, clock, catalogs, live: services.live }));
  publicApi.route('/', bookingRoutes(bookings));
  publicApi.route('/', fileRemovalRoutes({ ...bookings, files: services.files }));
  publicApi.route('/', waitlistRoutes(services.waitlist));
  app.route('/api/v1', publicApi);

  // Made when it is first asked for: a start would take a third longer, and few replicas are ever asked.
  let document: string | null = null;
  app.get('/openapi.json', (c) => c.body((document ??= JSON.stringify(openApiDocument(app))), 200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' }));
  return app;
}

function withHeaders(headers: Readonly<Record<string, string>>): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}
