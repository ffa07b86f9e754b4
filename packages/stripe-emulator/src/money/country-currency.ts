const EURO_COUNTRIES = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK';

/** The other countries in which Stripe opens accounts. @see https://stripe.com/global */
const CURRENCIES: Readonly<Record<string, string>> = {
  AE: 'aed', AU: 'aud', BR: 'brl', CA: 'cad', CH: 'chf', CZ: 'czk', DK: 'dkk', GB: 'gbp', GI: 'gbp', HK: 'hkd', HU: 'huf', IN: 'inr', JP: 'jpy',
  LI: 'chf', MX: 'mxn', MY: 'myr', NO: 'nok', NZ: 'nzd', PL: 'pln', RO: 'ron', SE: 'sek', SG: 'sgd', TH: 'thb', US: 'usd',
};

/** The default currency of an account in a country, or null where Stripe has none. */
export function currencyOfCountry(country: string): string | null {
  return EURO_COUNTRIES.split(' ').includes(country) ? 'eur' : (CURRENCIES[country] ?? null);
}
