export { issueEntryToken, issueOfferToken } from './entry-token.ts';
export { createHoldListener } from './hold-listener.ts';
export { offerPlaces } from './offer-places.ts';
export { createWaitlistReceiver } from './receive-event.ts';
export { daysOf, findEntry } from './waitlist-repository.ts';
export { waitlistRoutes } from './routes.ts';
export { tenantWaitlistRoutes } from './tenant-routes.ts';
export type { EntryRow } from './entry.ts';
export type { WaitlistClaims, WaitlistContext } from './waitlist-context.ts';
