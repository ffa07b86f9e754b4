/** Stripe.js throws this where the page uses it wrongly; what a customer does wrong comes back as a value. */
export class IntegrationError extends Error {
  override name = 'IntegrationError';
}
