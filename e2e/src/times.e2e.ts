import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Customer } from './customer.ts';
import { siteTest as test } from './host-page.ts';
import { makeOwnTenant } from './own-tenant.ts';

async function timesOf({ widget }: Customer): Promise<string[]> {
  const slots = widget.getByRole('button', { name: /^\d{1,2}:\d{2}/ });
  await slots.first().waitFor();
  return (await slots.allTextContents()).map((text) => /\d{1,2}:\d{2}/.exec(text)?.[0] ?? '');
}

/** What the widget asked the server to hold. */
async function heldStart(page: Page, hold: () => Promise<void>): Promise<string> {
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/holds'));
  await hold();
  return ((await asked).postDataJSON() as { startsAt: string }).startsAt;
}

test('a customer reads the times on another clock: they change, and the moment that is booked does not', async ({ visit, site, sql }) => {
  const page = await visit.openPage('desktop', { timezoneId: 'Europe/Berlin' });
  const customer = await site.open(page, 'matsuritea', { lang: 'en-GB' });
  const { widget } = customer;
  await customer.choosePackage('Tea tasting');
  await customer.goToTimes();
  await customer.chooseDay(6);
  const zone = widget.getByRole('combobox', { name: 'Time zone' });
  expect(await zone.inputValue()).toBe('Europe/Berlin');
  // In June Tokyo is seven hours ahead of Berlin: the counter opens at eleven.
  const inBerlin = await timesOf(customer);
  expect(inBerlin[0]).toBe('04:00');
  await zone.selectOption('Asia/Tokyo');
  await widget.getByRole('button', { name: /^11:00/ }).waitFor();
  const inTokyo = await timesOf(customer);
  expect(inTokyo).toEqual(inBerlin.map((time) => `${String(Number(time.slice(0, 2)) + 7).padStart(2, '0')}${time.slice(2)}`));

  const startsAt = await heldStart(page, () => widget.getByRole('button', { name: /^11:30/ }).click());
  expect(new Date(startsAt).toISOString().slice(11, 16)).toBe('02:30');
  await widget.getByText(/11:30/).first().waitFor();
  // The other clock again, with a time in hand: it is the same one.
  await widget.getByRole('button', { name: 'Back', exact: true }).click();
  await zone.selectOption('Europe/Berlin');
  await widget.getByRole('button', { name: /^Continue with .*04:30/ }).click();
  await customer.fillDetails({ email: 'clock@example.com' });
  await widget.getByRole('button', { name: 'Confirm booking' }).click();
  const reference = await customer.waitUntilBooked();
  await widget.getByText(/04:30/).first().waitFor();
  const [row] = await sql<{ startsAt: Date }[]>`select starts_at as "startsAt" from bookings where reference = ${reference}`;
  expect(row?.startsAt.toISOString()).toBe(new Date(startsAt).toISOString());
});

test('a month without a free day leads on to the next free one', async ({ page, site, sql }) => {
  const tenant = await makeOwnTenant(sql, 'Closed in July');
  await sql.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenant.id}, true)`;
    await tx`insert into blackouts (tenant_id, id, starts_on, ends_on, reason) values (${tenant.id}, ${crypto.randomUUID()}, '2026-07-01', '2026-08-02', 'Holidays')`;
  });
  const customer = await site.open(page, tenant.slug, { lang: 'en-GB' }, { key: tenant.publishableKey });
  const { widget } = customer;
  await widget.getByRole('button', { name: 'Next month' }).click();
  await widget.getByText('Nothing free in July.').waitFor();
  expect(await widget.getByRole('button', { name: /, available$/ }).count()).toBe(0);
  await widget.getByRole('button', { name: /^Next available: .*3 Aug/ }).click();
  await widget.getByText('August 2026').first().waitFor();
  expect(await timesOf(customer)).not.toEqual([]);
  const startsAt = await heldStart(page, () => customer.chooseSlot());
  expect(new Date(Date.parse(startsAt) + 2 * 3_600_000).toISOString().slice(0, 10), 'in Berlin').toBe('2026-08-03');
});
