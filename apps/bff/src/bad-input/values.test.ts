import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBadInputFixture, expectProblem, type BadInputFixture, type Expected, type Spoilt } from './bad-input-fixture.ts';

type Case = [label: string, body: Record<string, unknown>, expected: Expected];

const field = (pointer: string): Expected => ({ code: 'invalid_request', pointer });

/** JSON that `JSON.stringify` would not write: what is between the bars goes in as it is. */
const raw = (text: string): string => `|${text}|`;

describe('values that cannot be', () => {
  let fixture: BadInputFixture;
  let before: Record<string, string>;
  beforeAll(async () => {
    fixture = await createBadInputFixture();
    before = await fixture.watcher.checksum();
  });
  afterEach(async () => {
    expect(await fixture.watcher.checksum()).toEqual(before);
  });
  afterAll(() => fixture.close());

  async function refuses(operationId: string, changes: Record<string, unknown>, expected: Expected): Promise<void> {
    const operation = fixture.operation(operationId);
    const json = JSON.stringify({ ...fixture.good(operation).body, ...changes }).replaceAll(/"\|(.*?)\|"/g, (_, text: string) => JSON.parse(`"${text}"`) as string);
    expectProblem(await fixture.send(operation, { rawBody: Buffer.from(json).toString('latin1') }), expected);
  }

  describe('in a hold', () => {
    const days: [string, unknown, Expected][] = [
      ['the year 0', '0000-01-01T00:00:00Z', field('/startsAt')],
      ['the year 1', '0001-01-01T00:00:00Z', field('/startsAt')],
      ['the year 1, west of Greenwich', '0001-01-01T00:00:00+23:59', field('/startsAt')],
      ['the last second of 1999', '1999-12-31T23:59:59Z', field('/startsAt')],
      ['the year 2100', '2100-01-01T00:00:00Z', field('/startsAt')],
      ['the year 9999', '9999-12-31T23:59:59Z', field('/startsAt')],
      ['the year 10000, by its offset', '9999-12-31T23:59:59-23:59', field('/startsAt')],
      ['a year of five figures', '+10000-01-01T00:00:00Z', field('/startsAt')],
      ['a year before our era', '-000001-01-01T00:00:00Z', field('/startsAt')],
      ['30 February', '2027-02-30T10:00:00Z', field('/startsAt')],
      ['29 February of a common year', '2027-02-29T10:00:00Z', field('/startsAt')],
      ['month 13', '2027-13-01T10:00:00Z', field('/startsAt')],
      ['hour 24', '2027-06-12T24:00:00Z', field('/startsAt')],
      ['a leap second', '2027-06-30T23:59:60Z', field('/startsAt')],
      ['an offset of a day', '2027-06-12T10:00:00+24:00', field('/startsAt')],
      ['no offset', '2027-06-12T10:00:00', field('/startsAt')],
      ['a day', '2027-06-12', field('/startsAt')],
      ['a week', '2027-W24-6', field('/startsAt')],
      ['words', 'tomorrow at ten', field('/startsAt')],
      ['nothing', '', field('/startsAt')],
      ['a number of seconds', 1_813_000_000, field('/startsAt')],
      ['an endless fraction', `2027-06-12T10:00:00.${'0'.repeat(5000)}1Z`, { code: 'slot_not_offered', pointer: '/startsAt' }],
      ['Arabic digits', '٢٠٢٧-٠٦-١٢T10:00:00Z', field('/startsAt')],
      ['null', null, field('/startsAt')],
      ['a list', ['2027-06-12T10:00:00Z'], field('/startsAt')],
      ['an object', { $gt: '' }, field('/startsAt')],
      ['yesterday', () => at(-24), { code: 'slot_not_offered', pointer: '/startsAt' }],
      ['this minute', () => at(0), { code: 'slot_not_offered', pointer: '/startsAt' }],
      ['ten years from now', () => at(24 * 3650), { code: 'slot_not_offered', pointer: '/startsAt' }],
      ['a minute beside the grid', () => new Date(Date.parse(fixture.tenant.freeStart) + 60_000).toISOString(), { code: 'slot_not_offered', pointer: '/startsAt' }],
      ['a millisecond beside the grid', () => new Date(Date.parse(fixture.tenant.freeStart) + 1).toISOString(), { code: 'slot_not_offered', pointer: '/startsAt' }],
    ];
    it.each(days)('startsAt: %s', async (_, startsAt, expected) => {
      await refuses('createHold', { startsAt: typeof startsAt === 'function' ? (startsAt as () => string)() : startsAt }, expected);
    });

    const sizes: [string, unknown][] = [
      ['none', 0], ['less than none', -1], ['minus nothing', raw('-0')], ['half a person', 1.5], ['more than the package takes', 7], ['more than any takes', 1001], ['more than fits a column', 40_000],
      ['more than fits an integer', 2 ** 31], ['more than is exact', 2 ** 53], ['endlessly many', raw('1e400')], ['a text', '2'], ['an empty text', ''], ['true', true], ['null', null],
      ['a list', [1]], ['an object', {}], ['in exponents', raw('1e-7')],
    ];
    it.each(sizes)('partySize: %s', async (_, partySize) => {
      await refuses('createHold', { partySize }, field('/partySize'));
      await refuses('createQuote', { partySize }, field('/partySize'));
    });

    const slugs: [string, unknown, Expected][] = [
      ['nothing', '', field('/package')], ['capitals', 'Harbour-Tour', field('/package')], ['a dash at its end', 'tour-', field('/package')], ['64 letters', 'a'.repeat(64), field('/package')],
      ['a NUL', 'a\0b', field('/package')], ['half a surrogate', 'a\ud800', field('/package')], ['a line end', 'tour\n', field('/package')],
      ['SQL', "x' or '1'='1", field('/package')], ['a path', '../tour', field('/package')], ['a number', 5, field('/package')], ['a list', ['harbour-tour'], field('/package')], ['null', null, field('/package')],
      ['what nobody offers', 'moon-landing', { code: 'not_found' }], ['what every object has', 'constructor', { code: 'not_found' }], ['what another tenant offers', 'portrait-60', { code: 'not_found' }],
    ];
    it.each(slugs)('package: %s', async (_, slug, expected) => {
      await refuses('createHold', { package: slug }, expected);
      await refuses('createQuote', { package: slug }, expected);
    });
  });

  describe('in a quote', () => {
    const choices: [string, unknown, string][] = [
      ['no list', {}, '/addOns'], ['null', null, '/addOns'], ['a text', 'wetsuit', '/addOns'], ['a list of texts', ['wetsuit'], '/addOns/0'],
      ['one twice', [{ addOn: 'wetsuit', quantity: 1 }, { addOn: 'wetsuit', quantity: 1 }], '/addOns'],
      ['51 of them', Array.from({ length: 51 }, (_, index) => ({ addOn: `a${index}`, quantity: 1 })), '/addOns'],
      ['none of it', [{ addOn: 'wetsuit', quantity: 0 }], '/addOns/0/quantity'], ['less than none of it', [{ addOn: 'wetsuit', quantity: -1 }], '/addOns/0/quantity'],
      ['half of it', [{ addOn: 'wetsuit', quantity: 0.5 }], '/addOns/0/quantity'], ['more than there is', [{ addOn: 'wetsuit', quantity: 2 }], '/addOns/0/quantity'],
      ['no quantity', [{ addOn: 'wetsuit' }], '/addOns/0/quantity'], ['a price of its own', [{ addOn: 'wetsuit', quantity: 1, priceMinor: 0 }], '/addOns/0/priceMinor'],
      ['one that nobody offers', [{ addOn: 'submarine', quantity: 1 }], '/addOns/0/addOn'], ['one that every object has', [{ addOn: 'constructor', quantity: 1 }], '/addOns/0/addOn'],
      ['one of another package', [{ addOn: 'picnic', quantity: 1 }], '/addOns/0/addOn'], ['one of another tenant', [{ addOn: 'retouched-print', quantity: 1 }], '/addOns/0/addOn'],
      ['a hole', [null], '/addOns/0'],
    ];
    it.each(choices)('addOns: %s', async (_, addOns, pointer) => {
      await refuses('createQuote', { addOns }, field(pointer));
      await refuses('createBooking', { addOns }, field(pointer));
    });

    it('fields that are not known, with any name', async () => {
      for (const name of ['priceMinor', 'totalMinor', 'livemode', 'tenantId', 'tenant_id', 'constructor', 'toString', '', ' ', '~/a', 'ä', '\0', 'x'.repeat(200)]) {
        const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        for (const id of ['createQuote', 'createHold', 'createBooking']) await refuses(id, { [name]: 1 }, field(pointer));
      }
    });

    it('keys that would change what an object is', async () => {
      for (const id of ['createQuote', 'createHold', 'createBooking']) {
        const operation = fixture.operation(id);
        const json = JSON.stringify(fixture.good(operation).body).slice(0, -1);
        for (const key of ['__proto__', '\\u005f_proto__', '\\u005F\\u005Fproto__']) {
          const response = await fixture.send(operation, { rawBody: Buffer.from(`${json},"${key}":{"isAdmin":true}}`).toString('latin1') });
          expectProblem(response, field('/__proto__'));
        }
      }
      for (const [name, pointer] of [['answers', '/answers/__proto__'], ['customer', '/customer/__proto__'], ['attribution', '/attribution/utm/__proto__']] as const) {
        const inner = name === 'attribution' ? '{"utm":{"__proto__":"x"}}' : '{"__proto__":"x"}';
        await refuses('createBooking', { [name]: raw(inner) }, field(pointer));
      }
      expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    });
  });

  describe('in a booking', () => {
    it.each(texts(200, '/customer/name'))('the customer’s name: %s', async (_, name, pointer) => {
      await refuses('createBooking', { customer: { name, email: 'ana@example.com' } }, field(pointer));
    });
    it.each(texts(40, '/customer/phone'))('the customer’s phone: %s', async (_, phone, pointer) => {
      await refuses('createBooking', { customer: { name: 'Ana', email: 'ana@example.com', phone } }, field(pointer));
    });
    it.each(texts(2000, '/note'))('the note: %s', async (_, note, pointer) => {
      await refuses('createBooking', { note }, field(pointer));
    });
    it.each(texts(2000, '/attribution/pageUrl'))('the page: %s', async (_, pageUrl, pointer) => {
      await refuses('createBooking', { attribution: { pageUrl } }, field(pointer));
    });
    it.each(texts(300, '/attribution/utm/utm_source'))('the source: %s', async (_, source, pointer) => {
      await refuses('createBooking', { attribution: { utm: { utm_source: source } } }, field(pointer));
    });

    const others: Case[] = [
      ['an e-mail without an at', { customer: { name: 'Ana', email: 'ana.example.com' } }, field('/customer/email')],
      ['two e-mails', { customer: { name: 'Ana', email: 'a@example.com, b@example.com' } }, field('/customer/email')],
      ['an e-mail with a line end', { customer: { name: 'Ana', email: 'a@example.com\r\nBcc: b@example.com' } }, field('/customer/email')],
      ['an e-mail with a name', { customer: { name: 'Ana', email: 'Ana <a@example.com>' } }, field('/customer/email')],
      ['an e-mail that is too long', { customer: { name: 'Ana', email: `${'a'.repeat(250)}@example.com` } }, field('/customer/email')],
      ['an e-mail with a NUL', { customer: { name: 'Ana', email: 'a\0@example.com' } }, field('/customer/email')],
      ['a customer without a name', { customer: { email: 'a@example.com' } }, field('/customer/name')],
      ['a customer without an e-mail', { customer: { name: 'Ana' } }, field('/customer/email')],
      ['a customer with a field of its own', { customer: { name: 'Ana', email: 'a@example.com', vip: true } }, field('/customer/vip')],
      ['no customer', { customer: null }, field('/customer')],
      ['a customer that is a text', { customer: 'Ana' }, field('/customer')],
      ['a hold that is no UUID', { holdId: 'mine' }, field('/holdId')],
      ['a hold of nothing', { holdId: '' }, field('/holdId')],
      ['a hold with a line end', { holdId: `${randomUUID()}\n` }, field('/holdId')],
      ['a hold in a list', { holdId: [randomUUID()] }, field('/holdId')],
      ['a hold of nobody', { holdId: randomUUID() }, { code: 'not_found' }],
      ['a token of nothing', { holdToken: '' }, field('/holdToken')],
      ['a token that is too long', { holdToken: 'x'.repeat(201) }, field('/holdToken')],
      ['a token that is another', { holdToken: 'hold_x' }, { code: 'invalid_token' }],
      ['a token with half a surrogate', { holdToken: '\ud800' }, { code: 'invalid_token' }],
      ['a language that is none', { locale: 'english please' }, field('/locale')],
      ['a language without an end', { locale: `en${'-abcdefgh'.repeat(20)}` }, field('/locale')],
      ['a zone that is none', { timeZone: 'Mars/Olympus_Mons' }, field('/timeZone')],
      ['an offset for a zone', { timeZone: '+02:00' }, field('/timeZone')],
      ['a zone with a NUL', { timeZone: 'Europe/Berlin\0' }, field('/timeZone')],
      ['a zone that is a path', { timeZone: '../../etc/localtime' }, field('/timeZone')],
      ['a campaign under another name', { attribution: { utm: { gclid: 'x' } } }, field('/attribution/utm/gclid')],
      ['a place it came from, of its own', { attribution: { ip: '1.2.3.4' } }, field('/attribution/ip')],
      ['a price', { totalMinor: 1 }, field('/totalMinor')],
    ];
    it.each(others)('%s', async (_, changes, expected) => {
      await refuses('createBooking', changes, expected);
    });
  });

  describe('in a question about availability', () => {
    const day = '2027-03-01';
    const queries: [string, Record<string, string>, Expected][] = [
      ['a day of no year', { from: '0000-01-01' }, field('query/from')],
      ['a day of the year 1', { from: '0001-01-01', to: '0001-01-31' }, field('query/from')],
      ['a day of 1999', { from: '1999-12-31' }, field('query/from')],
      ['a day of 2100', { from: day, to: '2100-01-01' }, field('query/to')],
      ['a day of 9999', { from: '9999-12-30', to: '9999-12-31' }, field('query/from')],
      ['a day that never was', { from: '2027-02-30' }, field('query/from')],
      ['a day in another order', { from: '01-03-2027' }, field('query/from')],
      ['an instant', { from: '2027-03-01T00:00:00Z' }, field('query/from')],
      ['no day', { from: '' }, field('query/from')],
      ['a day with a NUL', { from: '2027-03-01\0' }, field('query/from')],
      ['a range that runs backwards', { from: day, to: '2027-02-01' }, field('query/to')],
      ['a range of years', { from: day, to: '2028-03-01' }, field('query/to')],
      ['a zone that is none', { timeZone: 'Nowhere/Land' }, field('query/timeZone')],
      ['an offset for a zone', { timeZone: '+05:45' }, field('query/timeZone')],
      ['a zone with a quote', { timeZone: "Europe/Berlin'" }, field('query/timeZone')],
      ['an endless zone', { timeZone: 'A'.repeat(5000) }, field('query/timeZone')],
      ['nobody', { partySize: '0' }, field('query/partySize')],
      ['less than nobody', { partySize: '-1' }, field('query/partySize')],
      ['half a person', { partySize: '1.5' }, field('query/partySize')],
      ['a party in hexadecimal', { partySize: '0x2' }, field('query/partySize')],
      ['a party with a space', { partySize: ' 2' }, field('query/partySize')],
      ['a party in exponents', { partySize: '1e1' }, field('query/partySize')],
      ['a party beyond the package', { partySize: '7' }, field('query/partySize')],
      ['a party beyond all', { partySize: '99999999999999999999' }, field('query/partySize')],
      ['no package', { package: '' }, field('query/package')],
      ['a package with a NUL', { package: 'a\0b' }, field('query/package')],
      ['a package of nobody', { package: 'moon-landing' }, { code: 'not_found' }],
      ['a package of another tenant', { package: 'portrait-60' }, { code: 'not_found' }],
    ];
    it.each(queries)('%s', async (_, changes, expected) => {
      const operation = fixture.operation('getAvailability');
      const { query } = fixture.good(operation);
      expectProblem(await fixture.send(operation, { rawQuery: new URLSearchParams({ ...query, ...changes }).toString() }), expected);
    });

    it('what is missing', async () => {
      const operation = fixture.operation('getAvailability');
      for (const name of ['package', 'from', 'to']) {
        const { [name]: _, ...rest } = fixture.good(operation).query;
        expectProblem(await fixture.send(operation, { rawQuery: new URLSearchParams(rest).toString() }), field(`query/${name}`));
      }
    });
  });

  it('an id in capitals is the same id, and no other', async () => {
    const { booking, token } = fixture.tenant.bookings.pending;
    const response = await fixture.send(fixture.operation('getBooking'), { rawPath: { id: booking.id.toUpperCase() }, headers: [['authorization', `bearer ${token}`]] });
    expect(response.status, response.text).toBe(200);
    expect(JSON.parse(response.body)).toMatchObject({ booking: { id: booking.id } });
  });

  function at(hoursFromNow: number): string {
    return new Date(fixture.product.clock.now().getTime() + hoursFromNow * 3_600_000).toISOString();
  }
});

describe('requests that come again, or too late', () => {
  let fixture: BadInputFixture;
  beforeAll(async () => {
    fixture = await createBadInputFixture();
  });
  afterAll(() => fixture.close());

  async function changesNothing(operationId: string, spoilt: Spoilt, expected: Expected): Promise<void> {
    const before = await fixture.watcher.checksum();
    expectProblem(await fixture.send(fixture.operation(operationId), spoilt), expected);
    expect(await fixture.watcher.checksum()).toEqual(before);
  }

  it('are refused under a used idempotency key with another body, and answered alike with the same', async () => {
    const key = randomUUID();
    const operation = fixture.operation('createHold');
    const first = await fixture.send(operation, { headers: [['idempotency-key', key]] });
    expect(first.status).toBe(201);
    const before = await fixture.watcher.checksum();
    const again = await fixture.send(operation, { headers: [['idempotency-key', key]] });
    expect([again.status, again.body]).toEqual([201, first.body]);
    await changesNothing('createHold', { headers: [['idempotency-key', key]], body: { ...fixture.good(operation).body, partySize: 2 } }, { code: 'idempotency_key_reused' });
    // The key of one operation is free in another.
    await changesNothing('createBooking', { headers: [['idempotency-key', key]], body: { ...fixture.good(fixture.operation('createBooking')).body, holdId: randomUUID() } }, { code: 'not_found' });
    expect(await fixture.watcher.checksum()).toEqual(before);
  });

  it('are refused under the key of a booking with another body', async () => {
    const { usedKey } = fixture.tenant;
    await changesNothing('createBooking', { headers: [['idempotency-key', usedKey]] }, { code: 'idempotency_key_reused' });
  });

  it('are refused for what is over', async () => {
    const { holds, bookings } = fixture.tenant;
    const book = fixture.good(fixture.operation('createBooking')).body;
    await changesNothing('createBooking', { body: { ...book, holdId: holds.released.id, holdToken: holds.released.token } }, { code: 'hold_not_active' });
    await changesNothing('payBooking', { rawPath: { id: bookings.paid.booking.id }, headers: bearer(bookings.paid.token) }, { code: 'booking_not_payable' });
    await changesNothing('payBooking', { rawPath: { id: bookings.cancelled.booking.id }, headers: bearer(bookings.cancelled.token) }, { code: 'booking_not_payable' });
    await changesNothing('cancelBooking', { rawPath: { id: bookings.paid.booking.id }, headers: bearer(bookings.paid.token) }, { code: 'invalid_request', pointer: '/expectedRefundMinor' });
    await changesNothing('cancelBooking', { rawPath: { id: bookings.paid.booking.id }, headers: bearer(bookings.paid.token), body: { expectedRefundMinor: 1 } }, { code: 'amount_changed' });

    fixture.product.clock.advance(11 * 60_000);
    await changesNothing('createBooking', {}, { code: 'hold_expired' });
    await changesNothing('payBooking', {}, { code: 'booking_not_payable' });
    await changesNothing('createHold', { body: { ...fixture.good(fixture.operation('createHold')).body, startsAt: '2026-01-01T10:00:00Z' } }, { code: 'slot_not_offered', pointer: '/startsAt' });
  });
});

function bearer(token: string): readonly (readonly [string, string])[] {
  return [['authorization', `Bearer ${token}`]];
}

/** Values that no text of a person's can have. */
function texts(limit: number, pointer: string): [string, unknown, string][] {
  return [
    ['nothing', '', pointer], ['spaces', '   ', pointer], ['too much', 'x'.repeat(limit + 1), pointer], ['a NUL', 'a\0b', pointer], ['an escape', 'a\x1bb', pointer],
    ['half a surrogate', 'a\ud83d', pointer], ['the other half', '\udca9a', pointer], ['a number', 1, pointer], ['null', null, pointer], ['a list', ['a'], pointer], ['an object', {}, pointer],
  ];
}
