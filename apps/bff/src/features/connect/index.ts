export type { Because, ConnectContext, OnboardingClaims } from './connect-context.ts';
export { createAccount } from './create-account.ts';
export { onboardingPages } from './onboarding-pages.ts';
export { keepRestrictedKey } from './restricted-key.ts';
export { ensureDomains, paymentDomainsOf, registerDomain } from './register-domain.ts';
export { connectRoutes } from './routes.ts';
export { syncAccount } from './sync-account.ts';
