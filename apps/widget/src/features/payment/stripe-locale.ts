import type { Language } from '../../i18n/language.ts';

/** Stripe's plain Portuguese is Portugal's; our words are Brazil's. */
export function stripeLocale({ language, locale }: Language): string {
  return language === 'pt' && !locale.includes('-PT') ? 'pt-BR' : language;
}
