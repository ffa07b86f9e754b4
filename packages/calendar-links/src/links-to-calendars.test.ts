import { expect, test } from 'vitest';

import { linksToCalendars } from './links-to-calendars.ts';

const entry = { title: 'Tea & cake · Matsuri', details: 'YH1W-0X6V\n2 × Cake', where: 'Matsuri', startsAt: '2027-01-09T04:30:00.000Z', endsAt: '2027-01-09T06:30:00.000Z', isWholeDay: false };

test('writes an instant as each calendar reads it', () => {
  const [google, outlook, office] = linksToCalendars(entry).map(({ url }) => new URL(url));
  expect(google?.searchParams.get('dates')).toBe('20270109T043000Z/20270109T063000Z');
  expect(outlook?.searchParams.get('startdt')).toBe('2027-01-09T04:30:00.000Z');
  expect(office?.searchParams.get('subject')).toBe('Tea & cake · Matsuri');
  expect(outlook?.search).not.toContain('+');
});

test('writes whole days without a time', () => {
  const [google, outlook] = linksToCalendars({ ...entry, startsAt: '2027-01-09', endsAt: '2027-01-10', isWholeDay: true }).map(({ url }) => new URL(url).searchParams);
  expect(google?.get('dates')).toBe('20270109/20270110');
  expect([outlook?.get('startdt'), outlook?.get('enddt'), outlook?.get('allday')]).toEqual(['2027-01-09', '2027-01-10', 'true']);
});
