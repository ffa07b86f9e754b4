import type { Appearance } from '@stripe/stripe-js';

/** The tenant's theme in Stripe's terms, read from the page as it is shown now. */
export function stripeAppearance(root: HTMLElement): Appearance {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(`--mais-${name}`).trim();
  return {
    theme: root.dataset['scheme'] === 'dark' ? 'night' : 'stripe',
    variables: {
      colorPrimary: token('primary-edge'),
      colorBackground: token('page'),
      colorText: token('text'),
      colorTextSecondary: token('text-soft'),
      colorTextPlaceholder: token('text-soft'),
      colorDanger: token('danger-text'),
      fontFamily: token('font'),
      fontSizeBase: '16px',
      borderRadius: token('radius-control'),
    },
    rules: {
      '.Input': { border: `1.5px solid ${token('line-strong')}`, boxShadow: 'none' },
      '.Input:focus': { border: `1.5px solid ${token('focus')}`, boxShadow: `0 0 0 1px ${token('focus')}` },
      '.Tab': { border: `1.5px solid ${token('line')}`, boxShadow: 'none' },
      '.Label': { fontWeight: '600' },
    },
  };
}
