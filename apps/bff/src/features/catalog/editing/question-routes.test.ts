import type { BookingCreated, Package, Problem, QuestionKind, TenantBookingDetail, TenantQuestion } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../../testing/product-fixture.ts';
import { createTenantServer, type TenantServer } from '../../../testing/tenant-server.ts';

/** One of each kind, with an answer that fits and one that doesn't. */
const kinds: { readonly [Kind in QuestionKind]: { readonly fields: object; readonly fits: unknown; readonly fails: unknown; readonly shown: object } } = {
  text: { fields: { maxLength: 5 }, fits: 'Thyme', fails: 'Rosemary', shown: { maxLength: 5 } },
  textarea: { fields: { help: 'As you like' }, fits: 'One\nTwo', fails: 'x'.repeat(2_001), shown: { maxLength: 2_000, help: 'As you like' } },
  choice: { fields: { options: [{ value: 'a', label: 'Alpha' }, { value: 'b', label: 'Beta' }] }, fits: 'b', fails: 'c', shown: { options: [{ value: 'a', label: 'Alpha' }, { value: 'b', label: 'Beta' }] } },
  number: { fields: { minimum: -1.5, maximum: 2, wholeNumber: false }, fits: 1.25, fails: 2.5, shown: { minimum: -1.5, maximum: 2, wholeNumber: false } },
  date: { fields: {}, fits: '2027-06-12', fails: '2027-06-31', shown: { maxLength: null, options: [] } },
  checkbox: { fields: { required: true }, fits: true, fails: false, shown: { required: true } },
  file: { fields: { about: 'customer' }, fits: undefined, fails: '00000000-0000-4000-8000-000000000000', shown: { about: 'customer' } },
};

describe('what a tenant asks, by its own server', () => {
  let product: ProductFixture;
  let server: TenantServer;
  let customer: Customer;
  let starts: string[];
  beforeAll(async () => {
    product = await createProductFixture();
    server = await createTenantServer(product, 'studionord');
    customer = createCustomer(product, 'studionord');
    for (const { slug } of await list()) await remove(slug);
    starts = (await customer.listStarts('portrait-30')).filter((_, index) => index % 4 === 0);
  });
  afterAll(() => product.close());

  const list = async () => (await answered<{ questions: TenantQuestion[] }>(await server.send('GET', '/questions'), 200)).questions;
  const ask = async (body: object) => answered<TenantQuestion>(await server.send('POST', '/questions', body), 201);
  const change = async (slug: string, fields: object) => {
    const version = (await list()).find((question) => question.slug === slug)?.version;
    return answered<TenantQuestion>(await server.send('PATCH', `/questions/${slug}`, { version, ...fields }), 200);
  };
  const remove = async (slug: string) => expect((await server.send('DELETE', `/questions/${slug}`)).status).toBe(204);
  const asked = async (slug = 'portrait-30') => (await answered<Package>(await customer.send('GET', `/packages/${slug}`), 200)).questions;
  const slugs = async (of: string) => (await asked(of)).map(({ slug }) => slug);
  const refusal = async (method: string, path: string, body: object) => {
    const { code, errors } = await answered<Problem>(await server.send(method, path, body), 422);
    return [code, ...(errors ?? []).map(({ pointer }) => pointer)];
  };

  async function book(answers: Record<string, unknown>): Promise<Response> {
    const hold = await customer.hold('portrait-30', starts.shift() ?? '');
    return customer.send('POST', '/bookings', {
      headers: { 'idempotency-key': hold.id }, body: { holdId: hold.id, holdToken: hold.token, customer: { name: 'Ana Müller', email: 'ana@example.com' }, answers },
    });
  }

  it.each(Object.entries(kinds))('can be a %s, which the next customer is asked and has to answer fittingly', async (kind, { fields, fits, fails, shown }) => {
    const made = await ask({ slug: 'it', kind, label: 'What of it?', ...fields });
    expect(made).toMatchObject({ version: 1, slug: 'it', kind, label: 'What of it?', packages: null, active: true, ...shown });
    const { id: _, version: _version, packages: _packages, position: _position, active: _active, ...question } = made;
    expect(await asked()).toEqual([question]);
    const problem = await answered<Problem>(await book({ it: fails }), 422);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/answers/it']);
    const { booking } = await answered<BookingCreated>(await book(fits === undefined ? {} : { it: fits }), 201);
    expect(booking.answers.map(({ value }) => value)).toEqual(fits === undefined ? [] : [fits]);
    await remove('it');
    expect(await asked()).toEqual([]);
  });

  it('is asked in its order, for all packages or for some', async () => {
    await ask({ slug: 'last', kind: 'text', label: 'Last', position: 2 });
    await ask({ slug: 'first', kind: 'text', label: 'First', position: 1, packages: ['portrait-60', 'portrait-30'] });
    await ask({ slug: 'other', kind: 'text', label: 'Other', position: 0, packages: ['portrait-60'] });
    expect([await slugs('portrait-30'), await slugs('portrait-60')]).toEqual([['first', 'last'], ['other', 'first', 'last']]);
    expect((await list()).map(({ slug, packages }) => [slug, packages])).toEqual([['other', ['portrait-60']], ['first', ['portrait-30', 'portrait-60']], ['last', null]]);
    await change('last', { position: 0 });
    expect(await slugs('portrait-30')).toEqual(['last', 'first']);
    expect(await change('first', { packages: null })).toMatchObject({ packages: null });
    expect(await change('first', { packages: [] })).toMatchObject({ packages: [] });
    expect(await slugs('portrait-30')).toEqual(['last']);
    for (const slug of ['last', 'first', 'other']) await remove(slug);
  });

  it('keeps what bookings answered, under the words of then, when it changes or goes', async () => {
    const options = [{ value: 'dog', label: 'A dog' }, { value: 'cat', label: 'A cat' }];
    await ask({ slug: 'pet', kind: 'choice', label: 'Who comes along?', options, about: 'customer', required: true });
    const created = await answered<BookingCreated>(await book({ pet: 'cat' }), 201);
    const answers = [{ question: 'pet', label: 'Who comes along?', value: 'cat', valueLabel: 'A cat' }];
    const kept = async () => [(await customer.read(created)).answers, (await answered<TenantBookingDetail>(await server.send('GET', `/bookings/${created.booking.id}`), 200)).answers];
    expect(await change('pet', { label: 'With whom?', options: [{ value: 'dog', label: 'Dog' }], required: false })).toMatchObject({ version: 2, label: 'With whom?', about: 'customer' });
    expect((await answered<Problem>(await book({ pet: 'cat' }), 422)).errors?.[0]?.pointer).toBe('/answers/pet');
    expect(await kept()).toEqual([answers, answers]);
    await change('pet', { active: false });
    expect([await asked(), (await list()).map(({ active }) => active)]).toEqual([[], [false]]);
    await remove('pet');
    expect(await kept()).toEqual([answers, answers]);
    // Another one may have the name later.
    await ask({ slug: 'pet', kind: 'number', label: 'How many pets?' });
    expect(await kept()).toEqual([answers, answers]);
    await remove('pet');
    expect((await server.send('DELETE', '/questions/pet')).status).toBe(404);
    expect((await server.send('PATCH', '/questions/pet', { version: 1, label: 'X' })).status).toBe(404);
  });

  it.each([
    ['a choice of nothing', { kind: 'choice' }, ['/options']],
    ['a choice of the same twice', { kind: 'choice', options: [{ value: 'a', label: 'A' }, { value: 'a', label: 'B' }] }, ['/options/1/value']],
    ['options without words', { kind: 'choice', options: [{ value: 'a', label: ' ' }, { value: 'B', label: 'B' }, { value: 'c' }] }, ['/options/0/label', '/options/1/value', '/options/2/label']],
    ['more options than anybody reads', { kind: 'choice', options: Array.from({ length: 101 }, (_, index) => ({ value: `o${index}`, label: 'O' })) }, ['/options']],
    ['a text with what is of others', { options: [{ value: 'a', label: 'A' }], minimum: 1, maximum: 2, wholeNumber: false }, ['/options', '/minimum', '/maximum', '/wholeNumber']],
    ['a date with a length', { kind: 'date', maxLength: 10 }, ['/maxLength']],
    ['a text of no length', { maxLength: 0 }, ['/maxLength']],
    ['a text longer than is kept', { maxLength: 2_001 }, ['/maxLength']],
    ['bounds the wrong way round', { kind: 'number', minimum: 2, maximum: 1 }, ['/maximum']],
    ['bounds with no whole number between', { kind: 'number', minimum: 1.2, maximum: 1.8 }, ['/maximum']],
    ['a bound beyond what is exact', { kind: 'number', minimum: -1e300, maximum: '9' }, ['/minimum', '/maximum']],
    ['a kind that is none', { kind: 'password' }, ['/kind']],
    ['about the weather', { about: 'weather' }, ['/about']],
    ['a slug of capitals', { slug: 'It' }, ['/slug']],
    ['no words', { label: '' }, ['/label']],
    ['words with a NUL', { label: 'a\0b' }, ['/label']],
    ['half a character', { help: '\ud800' }, ['/help']],
    ['required perhaps', { required: 'yes' }, ['/required']],
    ['a package of another’s', { packages: ['portrait-30', 'signature-massage'] }, ['/packages/1']],
    ['more packages than are taken', { packages: Array.from({ length: 201 }, (_, index) => `p${index}`) }, ['/packages']],
    ['a place before the first', { position: -1 }, ['/position']],
    ['a field that is none', { colour: 'red' }, ['/colour']],
  ])('is not %s', async (_, fields, pointers) => {
    expect(await refusal('POST', '/questions', { slug: 'it', kind: 'text', label: 'What?', ...fields })).toEqual(['invalid_request', ...pointers]);
    expect(await list()).toEqual([]);
  });

  it('keeps its kind and its name, loses no change and is made once', async () => {
    const body = { slug: 'once', kind: 'number', label: 'How many?' };
    const responses = await Promise.all([1, 2, 3, 4].map(() => server.send('POST', '/questions', body)));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    expect((await answered<Problem>(await server.send('POST', '/questions', body), 409)).code).toBe('slug_in_use');
    expect(await refusal('PATCH', '/questions/once', { version: 1, kind: 'text' })).toEqual(['invalid_request', '/kind']);
    expect(await refusal('PATCH', '/questions/once', { version: 1, slug: 'twice' })).toEqual(['invalid_request', '/slug']);
    expect(await refusal('PATCH', '/questions/once', { version: 1, options: [{ value: 'a', label: 'A' }], maxLength: 3 })).toEqual(['invalid_request', '/options', '/maxLength']);
    expect(await refusal('PATCH', '/questions/once', { label: 'Without a version' })).toEqual(['invalid_request', '/version']);
    const changes = await Promise.all([1, 2, 3].map((minimum) => server.send('PATCH', '/questions/once', { version: 1, minimum })));
    expect(changes.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const other = await createTenantServer(product, 'marinaspa');
    expect((await other.send('PATCH', '/questions/once', { version: 2, label: 'Mine' })).status).toBe(404);
    expect((await other.send('DELETE', '/questions/once')).status).toBe(404);
    await remove('once');
    const headers = { 'idempotency-key': 'once' };
    const [first, second] = [await server.send('POST', '/questions', body, headers), await server.send('POST', '/questions', body, headers)];
    expect(await answered(second, 201)).toEqual(await answered(first, 201));
    await remove('once');
  });

  it('comes to no more questions than a booking takes answers', async () => {
    for (let count = 0; count < 99; count += 1) await ask({ slug: `q-${count}`, kind: 'checkbox', label: 'Yes?' });
    const responses = await Promise.all(['x', 'y', 'z'].map((slug) => server.send('POST', '/questions', { slug, kind: 'checkbox', label: 'Yes?' })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const parked = await answered<TenantQuestion>(await server.send('POST', '/questions', { slug: 'parked', kind: 'checkbox', label: 'Yes?', active: false }), 201);
    expect((await answered<Problem>(await server.send('PATCH', '/questions/parked', { version: parked.version, active: true }), 409)).code).toBe('question_limit');
    expect(await asked()).toHaveLength(100);
  });

  it('takes the scope of the catalog, and is written down', async () => {
    const limited = await createTenantServer(product, 'studionord', ['catalog:read']);
    expect((await limited.send('GET', '/questions')).status).toBe(200);
    const attempts = [await limited.send('POST', '/questions', { slug: 'x', kind: 'text', label: 'X' }), await limited.send('PATCH', '/questions/q-1', { version: 1, label: 'X' }), await limited.send('DELETE', '/questions/q-1')];
    for (const response of attempts) expect((await answered<Problem>(response, 403)).code).toBe('scope_missing');
    const entries = await withTenant(product.database.app, server.scope, ({ sql, tenantId }) => sql<{ action: string }[]>`
      select distinct action from audit_log where tenant_id = ${tenantId} and entity = 'question' order by action`);
    expect(entries.map(({ action }) => action)).toEqual(['question.created', 'question.deleted', 'question.updated']);
  });
});
