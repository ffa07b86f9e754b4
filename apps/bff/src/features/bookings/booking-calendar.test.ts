import type { BookingCreated, Problem } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('a booking for a calendar', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    // Clocks change in New York on 14 March 2027, and there is a wedding on that day.
    product = await createProductFixture({ now: new Date('2026-11-20T09:00:00Z') });
  });
  afterAll(() => product.close());

  function open({ booking }: BookingCreated, slug: string, token = booking.calendarToken): Promise<Response> {
    return product.request(`/api/v1/bookings/${booking.id}/calendar.ics?${new URLSearchParams({ key: `pk_test_${slug}_sample`, token })}`);
  }

  it('has no time of day for a whole day, also where clocks change', async () => {
    const bella = createCustomer(product, 'bellaweddings');
    const created = await book(bella, 'elopement', '2027-03-14T05:00:00.000Z');
    expect(created.booking.endsAt).toBe('2027-03-15T04:00:00.000Z');
    const lines = unfolded(await (await open(created, 'bellaweddings')).text());
    expect(lines).toEqual(expect.arrayContaining(['DTSTART;VALUE=DATE:20270314', 'DTEND;VALUE=DATE:20270315', 'STATUS:TENTATIVE', 'SUMMARY:Elopement · Bella Weddings']));
  });

  it('is an instant for everything else, the same wherever it is looked at', async () => {
    const studio = createCustomer(product, 'studionord');
    const [startsAt = ''] = await studio.listStarts('portrait-60');
    const created = await book(studio, 'portrait-60', startsAt);
    const lines = unfolded(await (await open(created, 'studionord')).text());
    expect(lines).toEqual(expect.arrayContaining([`DTSTART:${stamp(created.booking.startsAt)}`, `DTEND:${stamp(created.booking.endsAt)}`]));
    expect(lines.join()).not.toContain('VALUE=DATE');
  });

  it('is a file of its own, which nobody keeps, in lines as the standard has them', async () => {
    const bella = createCustomer(product, 'bellaweddings');
    const [startsAt = ''] = await bella.listStarts('full-day-wedding');
    const created = await book(bella, 'full-day-wedding', startsAt, [{ addOn: 'fine-art-album', quantity: 2 }, { addOn: 'drone-film', quantity: 1 }, { addOn: 'second-photographer', quantity: 1 }]);
    const response = await open(created, 'bellaweddings');
    expect(Object.fromEntries(['content-type', 'content-disposition', 'cache-control', 'referrer-policy'].map((name) => [name, response.headers.get(name)]))).toEqual({
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': `attachment; filename="${created.booking.reference}.ics"`,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    });
    const text = await response.text();
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(unfolded(text)).toContain(`DESCRIPTION:${created.booking.reference}\\n2 × Fine-art album\\n1 × Drone film\\n1 × Second photographer`);
    expect(text).not.toContain('ana@example.com');
  });

  it('replaces what a calendar took in before: confirmed what was unpaid, cancelled what was booked', async () => {
    const tea = createCustomer(product, 'matsuritea');
    const [first = '', second = ''] = await tea.listStarts('ceremony');
    const [paid, cancelled] = [await book(tea, 'ceremony', first), await book(tea, 'ceremony', second)];
    const before = unfolded(await (await open(paid, 'matsuritea')).text());
    await tea.pay(paid);
    await tea.readUntil(paid, ({ status }) => status === 'confirmed');
    await tea.send('POST', `/bookings/${cancelled.booking.id}/cancel`, { token: cancelled.token });
    const after = unfolded(await (await open(paid, 'matsuritea')).text());
    expect(after.find((line) => line.startsWith('UID:'))).toBe(before.find((line) => line.startsWith('UID:')));
    expect(before).toEqual(expect.arrayContaining(['SEQUENCE:0', 'STATUS:TENTATIVE']));
    expect(after).toEqual(expect.arrayContaining(['SEQUENCE:1', 'STATUS:CONFIRMED']));
    expect(unfolded(await (await open(cancelled, 'matsuritea')).text())).toEqual(expect.arrayContaining(['SEQUENCE:2', 'STATUS:CANCELLED']));
  });

  it('has a higher number after each move, and takes the booking out once it is cancelled', async () => {
    const studio = createCustomer(product, 'studionord');
    const starts = await studio.listStarts('portrait-60');
    const created = await book(studio, 'portrait-60', starts[100] ?? '');
    await studio.pay(created);
    const { totalMinor: expectedTotalMinor } = await studio.readUntil(created, ({ status }) => status === 'confirmed');
    const files = [unfolded(await (await open(created, 'studionord')).text())];
    for (const startsAt of [starts[108] ?? '', starts[116] ?? '']) {
      const moved = await studio.send('POST', `/bookings/${created.booking.id}/reschedule`, { token: created.token, body: { startsAt, expectedTotalMinor } });
      expect(moved.status).toBe(200);
      const file = unfolded(await (await open(created, 'studionord')).text());
      expect(file).toContain(`DTSTART:${stamp(startsAt)}`);
      files.push(file);
    }
    const { refundMinor } = (await (await studio.send('GET', `/bookings/${created.booking.id}/cancellation`, { token: created.token })).json()) as { refundMinor: number };
    expect((await studio.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token, body: { expectedRefundMinor: refundMinor } })).status).toBe(200);
    const last = await open(created, 'studionord');
    expect(last.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=CANCEL');
    files.push(unfolded(await last.text()));
    const ofEach = (name: string) => files.map((lines) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1));
    expect(ofEach('SEQUENCE')).toEqual(['1', '2', '3', '4']);
    expect(ofEach('METHOD')).toEqual(['PUBLISH', 'PUBLISH', 'PUBLISH', 'CANCEL']);
    // Whoever takes it out again has to be who put it in.
    expect(new Set(files.map((lines) => lines.find((line) => line.startsWith('ORGANIZER')))).size).toBe(1);
    expect(files[0]?.find((line) => line.startsWith('ORGANIZER'))).toMatch(/^ORGANIZER;CN="Studio Nord":(?:mailto:|MAILTO:)\S+@\S+$/);
    expect(ofEach('STATUS')).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CANCELLED']);
    expect(new Set(ofEach('UID')).size).toBe(1);
  });

  it('opens with its own token, which opens nothing else, and with no other', async () => {
    const tea = createCustomer(product, 'matsuritea');
    const [startsAt = ''] = await tea.listStarts('tasting');
    const created = await book(tea, 'tasting', startsAt);
    const path = `/api/v1/bookings/${created.booking.id}`;
    expect((await product.request(`${path}/calendar.ics?tenant=matsuritea&token=${created.booking.calendarToken}`)).status).toBe(200);
    for (const token of [created.token, 'calendar_x', '']) {
      const response = await open(created, 'matsuritea', token);
      expect([response.status, ((await response.json()) as Problem).code]).toEqual([401, 'invalid_token']);
    }
    expect((await tea.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.booking.calendarToken })).status).toBe(401);
    expect((await tea.send('GET', `/bookings/${created.booking.id}`, { token: created.booking.calendarToken })).status).toBe(401);
    expect((await product.request(`${path}/calendar.ics?tenant=matsuritea`)).status).toBe(401);
  });
});

function unfolded(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n');
}

async function book(customer: Customer, packageSlug: string, startsAt: string, addOns: { addOn: string; quantity: number }[] = []): Promise<BookingCreated> {
  return customer.book(await customer.hold(packageSlug, startsAt), { addOns });
}

function stamp(instant: string): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
