// How one tenant would ask for what is another's, for every operation of the API.
import { randomUUID } from 'node:crypto';
import type { FurnishedTenant } from '../testing/furnish-tenant.ts';

/** A request that names things of the victim; who sends it, and how, is added later. */
export interface Attempt {
  readonly label: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /**
   * What it must come to. `refused` is 401, 403 or 404; `own` answers with what is the asker's own, since it names nothing of
   * another's; `unknown field` is a field of an otherwise good request that names nothing there is.
   */
  readonly ends: 'refused' | 'own' | 'unknown field';
}

/** What is known of a victim: all there is, leaked. */
export type Victim = Pick<FurnishedTenant, 'slug' | 'packageSlugs' | 'paid' | 'holds' | 'bookings' | 'waitlist' | 'webhook' | 'usedKey' | 'freeStart' | 'questionSlug' | 'upload'> & {
  /** Every UUID that stands in one of its rows. */
  readonly ids: readonly string[];
};

type Fill = (victim: Victim, asker: FurnishedTenant) => Attempt[];

const customer = { name: 'Eve', email: 'eve@elsewhere.example' };

/** Every operation that is for a tenant. A new one has to say here how it could be misused. */
export const attemptsByOperation: Readonly<Record<string, Fill>> = {
  getWidgetConfig: () => [{ label: 'its own configuration', ends: 'own' }],

  listPackages: () => [{ label: 'its own packages', ends: 'own' }],

  getPackage: (victim) => [...victim.packageSlugs, ...victim.ids].map((slug) => ({ label: `package ${slug}`, path: { slug }, ends: 'refused' })),

  createQuote: (victim, asker) => [
    ...[...victim.packageSlugs, ...victim.ids].map((slug): Attempt => ({ label: `a quote for ${slug}`, body: { package: slug, partySize: 1 }, ends: 'refused' })),
    {
      label: 'a quote for its own package with a foreign add-on',
      body: { package: asker.paid.packageSlug, partySize: 1, addOns: [{ addOn: victim.paid.addOnSlug, quantity: 1 }] },
      ends: 'unknown field',
    },
  ],

  getAvailability: (victim) =>
    victim.packageSlugs.map((slug) => ({ label: `the days of ${slug}`, query: { package: slug, from: '2027-01-01', to: '2027-01-31' }, ends: 'refused' })),

  listFullTimes: (victim) =>
    victim.packageSlugs.map((slug) => ({ label: `what is taken of ${slug}`, query: { package: slug, day: '2027-01-15' }, ends: 'refused' })),

  streamAvailability: (victim) => [
    { label: 'its own stream', ends: 'own' },
    { label: 'the stream of all its packages', query: { tenant: victim.slug }, ends: 'refused' },
    ...victim.packageSlugs.map((slug): Attempt => ({ label: `the stream of ${slug}`, query: { package: slug }, ends: 'refused' })),
  ],

  createHold: (victim) =>
    victim.packageSlugs.flatMap((slug): Attempt[] => [
      { label: `a hold of ${slug}`, body: { package: slug, startsAt: victim.freeStart, partySize: 1 }, ends: 'refused' },
      { label: `a hold of ${slug} under a key`, body: { package: slug, startsAt: victim.freeStart, partySize: 1 }, headers: { 'idempotency-key': victim.usedKey }, ends: 'refused' },
    ]),

  releaseHold: (victim, asker) => [
    ...Object.values(victim.holds).map((hold): Attempt => ({ label: `release ${hold.id}`, path: { id: hold.id }, token: hold.token, ends: 'refused' })),
    ...victim.ids.map((id): Attempt => ({ label: `release ${id} with its own token`, path: { id }, token: asker.holds.active.token, ends: 'refused' })),
    { label: 'release its own hold with a foreign token', path: { id: asker.holds.active.id }, token: victim.holds.active.token, ends: 'refused' },
    { label: 'release without a token', path: { id: victim.holds.active.id }, ends: 'refused' },
  ],

  createBooking: (victim, asker) => {
    const foreign = victim.holds.active;
    const own = asker.holds.active;
    return [
      book('book a foreign hold with its token', foreign.id, foreign.token),
      book('book a foreign hold under the key that its owner used', foreign.id, foreign.token, victim.usedKey),
      book('book a foreign hold with an own token', foreign.id, own.token),
      book('book an own hold with a foreign token', own.id, foreign.token),
      ...victim.ids.map((id) => book(`book ${id}`, id, foreign.token)),
    ];
  },

  uploadFile: (victim, asker) => [
    ...Object.values(victim.holds).flatMap(({ id, token }) => [upload('to a foreign hold with its token', id, { token }), upload('to a foreign hold without a token', id)]),
    ...victim.ids.map((id) => upload(`to ${id} with an own token`, id, asker.holds.active)),
    upload('to an own hold with a foreign token', asker.holds.active.id, victim.holds.active),
  ],

  removeFile: (victim, asker) => [
    { label: 'a foreign file with its token', path: { id: victim.upload.id }, token: victim.holds.active.token, ends: 'refused' },
    { label: 'a foreign file with an own token', path: { id: victim.upload.id }, token: asker.holds.active.token, ends: 'refused' },
    { label: 'a foreign file without a token', path: { id: victim.upload.id }, ends: 'refused' },
    { label: 'an own file with a foreign token', path: { id: asker.upload.id }, token: victim.holds.active.token, ends: 'refused' },
    ...victim.ids.map((id): Attempt => ({ label: `file ${id}`, path: { id }, token: victim.holds.active.token, ends: 'refused' })),
  ],

  getBooking: onBooking,
  getBookingCalendar: onCalendar,
  payBooking: (victim, asker) => onBooking(victim, asker).map((attempt) => ({ ...attempt, body: { allowRedirects: true } })),
  getCancellation: onBooking,
  quoteReschedule: (victim, asker) => onBooking(victim, asker).map((attempt) => ({ ...attempt, query: { startsAt: victim.freeStart } })),
  rescheduleBooking: (victim, asker) => onBooking(victim, asker).map((attempt) => ({ ...attempt, body: { startsAt: victim.freeStart, expectedTotalMinor: victim.bookings.paid.booking.totalMinor } })),
  cancelBooking: onBooking,

  getFile: onId(),
  listApiKeys: ownAlone,
  // It names nothing that is there already.
  createApiKey: () => [],
  rotateApiKey: onId({ overlapHours: 1 }),
  revokeApiKey: onId(),

  listPromoCodes: ownAlone,
  createPromoCode: (victim) => victim.packageSlugs.map((slug) => ({ label: `a code for ${slug}`, body: { code: `FOR-${slug}`.slice(0, 40), percentBps: 100, packages: [slug] }, ends: 'unknown field' })),
  updatePromoCode: onId({ code: 'MINE-NOW', percentBps: 100 }),
  listDaySurcharges: ownAlone,
  createDaySurcharge: (victim) => victim.packageSlugs.map((slug) => ({ label: `dearer days of ${slug}`, body: { name: 'Mine', percentBps: 100, packages: [slug] }, ends: 'unknown field' })),
  updateDaySurcharge: onId({ name: 'Mine now', percentBps: 100 }),
  listPricingZones: ownAlone,
  // It names nothing of a tenant's.
  createPricingZone: () => [],
  updatePricingZone: onId({ name: 'Mine now', areas: ['1*'] }),
  listReferenceZones: ownAlone,
  listTenantPackages: ownAlone,
  getTenantPackage: onPackage(),
  changePackage: (victim, asker) => [
    ...onPackage({ version: 1, priceMinor: 0 })(victim, asker),
    ...victim.ids.flatMap((id): Attempt[] => [
      { label: `an own package at ${id}`, path: { slug: asker.paid.packageSlug }, body: { version: 1, schedule: id }, ends: 'unknown field' },
      { label: `an own package with ${id}`, path: { slug: asker.paid.packageSlug }, body: { version: 1, resources: [id] }, ends: 'unknown field' },
    ]),
  ],
  createPackage: (victim, asker) => victim.ids.flatMap((id): Attempt[] => [
    { label: `a package at ${id}`, body: { slug: 'mine', kind: 'day', name: 'Mine', priceMinor: 0, schedule: id }, ends: 'unknown field' },
    { label: `a package with ${id}`, body: { slug: 'mine', kind: 'day', name: 'Mine', priceMinor: 0, schedule: asker.hours.scheduleId, resources: [id] }, ends: 'unknown field' },
  ]),
  listAddOns: ownAlone,
  createAddOn: (victim) => victim.packageSlugs.map((slug) => ({ label: `an add-on for ${slug}`, body: { slug: 'mine', name: 'Mine', priceMinor: 100, packages: [slug] }, ends: 'unknown field' })),
  changeAddOn: (victim) => [victim.paid.addOnSlug, ...victim.ids].map((slug) => ({ label: slug, path: { slug }, body: { version: 1, active: false }, ends: 'refused' })),
  listQuestions: ownAlone,
  createQuestion: (victim) => victim.packageSlugs.map((slug) => ({ label: `a question for ${slug}`, body: { slug: 'mine', kind: 'text', label: 'Mine?', packages: [slug] }, ends: 'unknown field' })),
  changeQuestion: onQuestion({ version: 1, active: false }),
  removeQuestion: onQuestion(),
  listSchedules: ownAlone,
  getSchedule: onId(),
  // It names nothing.
  createSchedule: () => [],
  changeSchedule: onId({ version: 1, weekly: {} }),
  setScheduleDay: onDay({ hours: [] }),
  resetScheduleDay: onDay(),
  listClosures: ownAlone,
  createClosure: (victim) => victim.ids.map((resource) => ({ label: `a closure of ${resource}`, body: { startsOn: '2031-05-01', endsOn: '2031-05-02', resource }, ends: 'unknown field' })),
  deleteClosure: onId(),
  listResources: ownAlone,
  // It names nothing.
  createResource: () => [],
  changeResource: onId({ version: 1, units: 1 }),
  getBranding: ownAlone,
  // It names nothing.
  changeBranding: () => [],
  getSettings: ownAlone,
  // These name nothing that is there already.
  changeSettings: () => [],
  listOrigins: ownAlone,
  addOrigin: () => [],
  removeOrigin: onId(),
  getMailSettings: ownAlone,
  // It names nothing.
  setMailSettings: () => [],

  joinWaitlist: (victim) => victim.packageSlugs.map((slug): Attempt => ({
    label: `wait for ${slug}`, body: { package: slug, startsAt: victim.waitlist.fullStart, partySize: 1, customer, consent: true }, ends: 'refused',
  })),
  getWaitlistEntry: onEntry,
  leaveWaitlist: onEntry,
  acceptWaitlistOffer: onEntry,
  passWaitlistOffer: onEntry,
  // The id after which a page begins names nothing that is shown.
  listWaitlist: (victim) => [...ownAlone(), ...victim.ids.map((after): Attempt => ({ label: `entries after ${after}`, query: { after }, ends: 'own' })), ...victim.packageSlugs.map((slug): Attempt => ({ label: `who waits for ${slug}`, query: { package: slug }, ends: 'own' }))],
  removeWaitlistEntry: onId(),
  getWaitlistSettings: ownAlone,
  // It names nothing.
  setWaitlistSettings: () => [],

  listWebhookEndpoints: ownAlone,
  createWebhookEndpoint: () => [],
  getWebhookEndpoint: onId(),
  updateWebhookEndpoint: onId({ url: 'https://hooks.example.com/mais', eventTypes: ['*'], status: 'enabled' }),
  deleteWebhookEndpoint: onId(),
  rotateWebhookSecret: onId({ overlapHours: 1 }),
  listWebhookDeliveries: onId(),
  replayWebhookDelivery: (victim, asker) => victim.ids.flatMap((id): Attempt[] => [
    { label: `${id} at a foreign endpoint`, path: { id: victim.webhook.endpointId, deliveryId: id }, ends: 'refused' },
    { label: `${id} at an own endpoint`, path: { id: asker.webhook.endpointId, deliveryId: id }, ends: 'refused' },
    { label: `an own delivery at ${id}`, path: { id, deliveryId: asker.webhook.deliveryId }, ends: 'refused' },
  ]),
  listTenantBookings: (victim) => [
    ...ownAlone(),
    ...victim.ids.map((id): Attempt => ({ label: `bookings of ${id}, after it`, query: { after: id, customer: id }, ends: 'own' })),
  ],
  getTenantBooking: onId(),
  cancelTenantBooking: onId({ reason: 'Mine now.', refundMinor: 10 }),
  rescheduleTenantBooking: (victim, asker) => onId({ startsAt: victim.freeStart })(victim, asker),
  revokeBookingLinks: onId(),
  listCustomers: (victim) => [...ownAlone(), ...victim.ids.slice(0, 20).map((after): Attempt => ({ label: `customers after ${after}`, query: { after }, ends: 'own' }))],
  getCustomer: onId(),
  exportCustomer: onId(),
  eraseCustomer: onId({ reason: 'Mine now.' }),
  getBalanceSettings: ownAlone,
  // It names nothing.
  setBalanceSettings: () => [],
  getCancellationPolicies: ownAlone,
  // It names nothing.
  setCancellationPolicy: () => [],
  setPackageCancellationPolicy: (victim) => [...victim.packageSlugs, ...victim.ids].map((slug) => ({ label: `the policy of ${slug}`, path: { slug }, body: { policy: null }, ends: 'refused' })),
  listBookingRefunds: onId(),
  refundBooking: (victim, asker) => onId({ amountMinor: 10, reason: 'It rained.' })(victim, asker).map((attempt) => ({ ...attempt, headers: { 'idempotency-key': randomUUID() } })),

  // The id after which a page begins names nothing that is shown.
  listDisputes: (victim) => [...ownAlone(), ...victim.ids.map((after): Attempt => ({ label: `disputes after ${after}`, query: { after }, ends: 'own' }))],

  reportCommission: ownAlone,
  reportPayouts: ownAlone,
  reportOutstanding: ownAlone,

  getStripeAccount: ownAlone,
  getReadiness: ownAlone,
  // These name nothing but the asker's own account; another account's restricted key is refused as a wrong one.
  createStripeAccount: () => [],
  createOnboardingLink: () => [],
  createDashboardLink: () => [],
  setRestrictedKey: () => [],
  removeRestrictedKey: () => [],
};

function ownAlone(): Attempt[] {
  return [{ label: 'its own', ends: 'own' }];
}

/** A secret key's route about one thing: every id of the victim's, with a body that would do. */
function onId(body?: unknown): Fill {
  return (victim) => victim.ids.map((id): Attempt => ({ label: id, path: { id }, ...(body === undefined ? {} : { body }), ends: 'refused' }));
}

function onDay(body?: unknown): Fill {
  return ({ ids }) => ids.map((id): Attempt => ({ label: `a day of ${id}`, path: { id, day: '2031-01-01' }, ...(body === undefined ? {} : { body }), ends: 'refused' }));
}

/** A secret key's route about one package: every name and id of the victim's. */
function onPackage(body?: unknown): Fill {
  return ({ packageSlugs, ids }) => [...packageSlugs, ...ids].map((slug): Attempt => ({ label: slug, path: { slug }, ...(body === undefined ? {} : { body }), ends: 'refused' }));
}

function onQuestion(body?: unknown): Fill {
  return ({ questionSlug, ids }) => [questionSlug, ...ids].map((slug): Attempt => ({ label: slug, path: { slug }, ...(body === undefined ? {} : { body }), ends: 'refused' }));
}

function book(label: string, holdId: string, holdToken: string, key: string = randomUUID()): Attempt {
  return { label, headers: { 'idempotency-key': key }, body: { holdId, holdToken, customer }, ends: 'refused' };
}

function upload(label: string, holdId: string, bearer?: { readonly token: string }): Attempt {
  return { label, query: { holdId, name: 'x.pdf' }, ...(bearer === undefined ? {} : { token: bearer.token }), ends: 'refused' };
}

function onBooking(victim: Victim, asker: FurnishedTenant): Attempt[] {
  const own = asker.bookings.pending;
  return [
    ...Object.entries(victim.bookings).flatMap(([state, { booking, token }]): Attempt[] => [
      { label: `the ${state} booking with its token`, path: { id: booking.id }, token, ends: 'refused' },
      { label: `the ${state} booking with an own token`, path: { id: booking.id }, token: own.token, ends: 'refused' },
      { label: `the ${state} booking by its link`, path: { id: booking.id }, token: booking.manageToken, ends: 'refused' },
      { label: `an own booking by the link of the ${state} one`, path: { id: own.booking.id }, token: booking.manageToken, ends: 'refused' },
      { label: `the ${state} booking with the token of its hold`, path: { id: booking.id }, token: victim.holds.active.token, ends: 'refused' },
      { label: `the ${state} booking without a token`, path: { id: booking.id }, ends: 'refused' },
      { label: `an own booking with the token of the ${state} one`, path: { id: own.booking.id }, token, ends: 'refused' },
    ]),
    ...victim.ids.map((id): Attempt => ({ label: `booking ${id}`, path: { id }, token: victim.bookings.paid.token, ends: 'refused' })),
  ];
}

function onEntry(victim: Victim, asker: FurnishedTenant): Attempt[] {
  const { waiting: own } = asker.waitlist;
  const { waiting, offered } = victim.waitlist;
  return [
    { label: 'the entry of who waits with its token', path: { id: waiting.id }, token: waiting.token, ends: 'refused' },
    { label: 'the offered entry with its token', path: { id: offered.id }, token: offered.token, ends: 'refused' },
    { label: 'the offered entry with the token of its offer', path: { id: offered.id }, token: offered.offerToken ?? '', ends: 'refused' },
    { label: 'the offered entry with an own token', path: { id: offered.id }, token: own.token, ends: 'refused' },
    { label: 'an own entry with a foreign token', path: { id: own.id }, token: offered.token, ends: 'refused' },
    { label: 'the offered entry without a token', path: { id: offered.id }, ends: 'refused' },
    ...victim.ids.map((id): Attempt => ({ label: `entry ${id}`, path: { id }, token: offered.token, ends: 'refused' })),
  ];
}

/** A link sends its token in the address. */
function onCalendar(victim: Victim, asker: FurnishedTenant): Attempt[] {
  const own = asker.bookings.pending.booking;
  return [
    ...Object.entries(victim.bookings).flatMap(([state, { booking, token }]): Attempt[] => [
      { label: `the calendar of the ${state} booking with its token`, path: { id: booking.id }, query: { token: booking.calendarToken }, ends: 'refused' },
      { label: `the calendar of the ${state} booking with the token of the booking`, path: { id: booking.id }, query: { token }, ends: 'refused' },
      { label: `the calendar of the ${state} booking with an own token`, path: { id: booking.id }, query: { token: own.calendarToken }, ends: 'refused' },
      { label: `the calendar of an own booking with the token of the ${state} one`, path: { id: own.id }, query: { token: booking.calendarToken }, ends: 'refused' },
    ]),
    ...victim.ids.map((id): Attempt => ({ label: `the calendar of ${id}`, path: { id }, query: { token: victim.bookings.paid.booking.calendarToken }, ends: 'refused' })),
  ];
}

/** How a request says which tenant it is for. */
export interface Guise {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Two identifiers that name different tenants are refused, whatever is asked. */
  readonly disagrees: boolean;
}

/** The same for routes that take a secret key. */
export function secretGuises(victim: FurnishedTenant, asker: FurnishedTenant): Guise[] {
  const own = { authorization: `Bearer ${asker.secretKey}` };
  return [
    { name: 'its secret key', headers: own, query: {}, disagrees: false },
    { name: 'its publishable key as a secret one', headers: { authorization: `Bearer ${asker.testKey}` }, query: {}, disagrees: true },
    { name: 'its secret key and the foreign slug', headers: { ...own, 'x-tenant-slug': victim.slug }, query: {}, disagrees: true },
    { name: 'its secret key and the foreign publishable one', headers: { ...own, 'x-tenant-key': victim.testKey }, query: {}, disagrees: true },
    { name: 'its publishable key alone', headers: { 'x-tenant-key': asker.testKey }, query: {}, disagrees: true },
  ];
}

export function guises(victim: FurnishedTenant, asker: FurnishedTenant): Guise[] {
  return [
    { name: 'its key', headers: { 'x-tenant-key': asker.testKey }, query: {}, disagrees: false },
    { name: 'its key in the query', headers: {}, query: { key: asker.testKey }, disagrees: false },
    { name: 'its slug', headers: { 'x-tenant-slug': asker.slug }, query: {}, disagrees: false },
    { name: 'its live key', headers: { 'x-tenant-key': asker.liveKey }, query: {}, disagrees: false },
    { name: 'its key and the foreign slug', headers: { 'x-tenant-key': asker.testKey, 'x-tenant-slug': victim.slug }, query: {}, disagrees: true },
    { name: 'the foreign key and its slug', headers: { 'x-tenant-key': victim.testKey, 'x-tenant-slug': asker.slug }, query: {}, disagrees: true },
    { name: 'its key and the foreign one in the query', headers: { 'x-tenant-key': asker.testKey }, query: { key: victim.testKey }, disagrees: true },
    { name: 'the foreign key and its own in the query', headers: { 'x-tenant-key': victim.testKey }, query: { key: asker.testKey }, disagrees: true },
    { name: 'the foreign key in the query and its slug', headers: { 'x-tenant-slug': asker.slug }, query: { key: victim.testKey }, disagrees: true },
  ];
}
