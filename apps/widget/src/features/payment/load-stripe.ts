import type { StripeConstructor } from '@stripe/stripe-js';

import { trustedScriptUrl } from '../../trusted-types.ts';

let loading: Promise<StripeConstructor> | null = null;

/**
 * Loads Stripe.js once; a failed load may be tried again.
 * @throws Error when the script can't be loaded, or isn't Stripe.js
 */
export function loadStripe(scriptUrl: string): Promise<StripeConstructor> {
  loading ??= inject(scriptUrl).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

function inject(scriptUrl: string): Promise<StripeConstructor> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    // A plain string where the browser knows no Trusted Types, an object of the policy where it does.
    Object.assign(script, { src: trustedScriptUrl(scriptUrl), async: true });
    script.addEventListener('load', () => (window.Stripe === undefined ? reject(new Error('That script is not Stripe.js')) : resolve(window.Stripe)));
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('Stripe.js could not be loaded'));
    });
    document.head.append(script);
  });
}
