const CODES =
  'AE AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LI LT LU LV MA MT MX MY NG NL NO NP NZ PE PH PL PT QA RO SA SE SG SI SK TH TN TR TW UA US UY VN ZA';

/** Fills the list of countries, named in the page's language, and picks the one of the browser's locale. */
export function fillCountries(select: HTMLSelectElement): void {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const countries = CODES.split(' ').map((code) => ({ code, name: names.of(code) ?? code }));
  for (const { code, name } of countries.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))) select.append(new Option(name, code));
  const region = browserRegion();
  select.value = CODES.split(' ').includes(region) ? region : 'US';
}

function browserRegion(): string {
  try {
    return new Intl.Locale(navigator.language).maximize().region ?? 'US';
  } catch {
    // Some systems have the browser claim a language like `en-US@posix`, which isn't a locale.
    return 'US';
  }
}
