import type { Weekday } from '@mais/ui/days';

/** The day on which a week begins where the locale is at home. */
export function firstWeekday(locale: string): Weekday {
  const tag: Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } } = new Intl.Locale(locale);
  const known = tag.getWeekInfo?.().firstDay ?? tag.weekInfo?.firstDay;
  if (known !== undefined) return known as Weekday;
  // Firefox had no week data for long. From the CLDR's supplemental data, weekData/firstDay.
  const region = tag.maximize().region ?? '';
  if (saturdayFirst.has(region)) return 6;
  return sundayFirst.has(region) ? 7 : 1;
}

const saturdayFirst = new Set('AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' '));
const sundayFirst = new Set(
  'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(' '),
);
