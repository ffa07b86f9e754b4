import { expect, test } from 'vitest';

import { aBooking } from '../../flow/flow-lab.fixture.ts';
import { calendarLinks } from './calendar-links.ts';

const tenant = 'Kayaks & Co';

test('gives a time as an instant, whatever zone it is looked at from', () => {
  const [google, outlook] = queriesOf(calendarLinks(aBooking(), { tenant, isWholeDay: false }));
  expect(google?.get('dates')).toBe('20270109T043000Z/20270109T063000Z');
  expect(google?.get('text')).toBe('Sunset paddle · Kayaks & Co');
  expect([outlook?.get('startdt'), outlook?.get('enddt'), outlook?.get('allday')]).toEqual(['2027-01-09T04:30:00.000Z', '2027-01-09T06:30:00.000Z', null]);
});

test('gives a whole day as the tenant\'s day, up to the day after', () => {
  const day = aBooking({ startsAt: '2027-01-08T11:00:00.000Z', endsAt: '2027-01-09T11:00:00.000Z' });
  const [google, outlook] = queriesOf(calendarLinks(day, { tenant, isWholeDay: true }));
  expect(google?.get('dates')).toBe('20270109/20270110');
  expect([outlook?.get('startdt'), outlook?.get('enddt'), outlook?.get('allday')]).toEqual(['2027-01-09', '2027-01-10', 'true']);
});

test('says the reference and the options, and nothing of who booked', () => {
  const lineItems = [{ kind: 'add_on' as const, addOn: 'picnic', description: 'Beach picnic', quantity: 2, unitAmountMinor: 1, amountMinor: 2, discountMinor: 0, taxMinor: 0 }];
  const links = calendarLinks(aBooking({ lineItems }), { tenant, isWholeDay: false });
  for (const query of queriesOf(links)) expect(query.get('details') ?? query.get('body')).toBe('HK-1\n2 × Beach picnic');
  for (const { url } of links) {
    expect(url).not.toMatch(/ana@|name=ana/iu);
    expect(new URL(url).protocol).toBe('https:');
  }
});

function queriesOf(links: { url: string }[]): URLSearchParams[] {
  return links.map(({ url }) => new URL(url).searchParams);
}
