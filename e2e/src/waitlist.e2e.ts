import type { Availability, Hold } from '@mais/contract';
import { expect } from 'vitest';

import { Customer, cards } from './customer.ts';
import { test } from './fixtures.ts';
import { waitForMail } from './mailbox.ts';
import { createVisitor } from './made-booking.ts';
import { changeTenant } from './tenant-settings.ts';

async function openNextMonth(customer: Customer): Promise<void> {
  await customer.choosePackage('Elopement');
  await customer.goToTimes();
  await customer.widget.getByRole('button', { name: /, available$/ }).first().waitFor();
  await customer.widget.getByRole('button', { name: 'Next month' }).click();
  await customer.widget.getByRole('button', { name: /, available$/ }).last().waitFor();
}

test('a full day is waited for, offered by e-mail once its holder goes away, and booked from the link', async ({ demoPage, stack, visit }) => {
  const [holder, waiter] = await Promise.all([demoPage('bellaweddings'), demoPage('bellaweddings', 'phone')]);
  await openNextMonth(holder);
  const name = (await holder.widget.getByRole('button', { name: /, available$/ }).last().getAttribute('aria-label')) ?? '';
  const day = name.replace(', available', '');
  await holder.widget.getByRole('button', { name, exact: true }).click();
  await holder.widget.getByRole('heading', { name: 'Your details' }).waitFor();

  await openNextMonth(waiter);
  const { widget } = waiter;
  await widget.getByRole('button', { name: `${day}, fully booked` }).waitFor();
  await widget.getByRole('button', { name: 'Tell me when a place becomes free' }).click();
  await widget.getByRole('combobox', { name: 'Which day?' }).selectOption({ label: day });
  await widget.getByRole('button', { name: 'Join the waiting list' }).click();
  await widget.getByText('Please agree, or we can’t write to you').waitFor();
  await widget.getByRole('textbox', { name: 'Name', exact: true }).fill('Wai Ting');
  await widget.getByRole('textbox', { name: 'E-mail' }).fill('wai.ting@example.com');
  await widget.getByRole('checkbox', { name: /writes to me/ }).check();
  await widget.getByRole('button', { name: 'Join the waiting list' }).click();
  await widget.getByText('You’re on the waiting list').waitFor();
  await waitForMail(stack, { to: 'wai.ting@example.com', title: 'You are on the waiting list' });

  // The first customer takes another day.
  await holder.widget.getByRole('button', { name: 'Back' }).click();
  await holder.widget.getByRole('button', { name: /, available$/ }).first().click();
  await holder.widget.getByRole('heading', { name: 'Your details' }).waitFor();

  const mail = await waitForMail(stack, { to: 'wai.ting@example.com', title: 'A place is free for you' });
  const link = /Book it now: (\S+)/.exec(mail)?.[1] ?? '';
  const page = await visit.openPage('phone');
  await page.goto(link);
  const offered = new Customer(page, page.locator('body'));
  await page.getByText('A place is free for you').waitFor();
  await page.getByRole('timer').getByText(/^Held for (2 hr|1 hr 59 min|1 hr, 59 min)$/).waitFor();
  await page.getByRole('button', { name: 'Book this place' }).click();
  await offered.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  expect(page.url()).not.toContain('token');
  // To everybody else the day is still full.
  await widget.getByRole('button', { name: `${day}, fully booked` }).waitFor();

  await offered.fillDetails({ name: 'Wai Ting', email: 'wai.ting@example.com' });
  await offered.continueToPayment();
  await offered.pay(cards.success);
  await offered.waitUntilBooked();

  // The link leads nowhere any more, and says so.
  const late = await visit.openPage('desktop');
  await late.goto(link);
  await late.getByText('You have booked this place').waitFor();
});

test('who waits sees how they stand by the link of the first e-mail, and may leave', async ({ demoPage, stack, visit }) => {
  const [holder, waiter] = await Promise.all([demoPage('bellaweddings'), demoPage('bellaweddings')]);
  for (const customer of [holder, waiter]) await openNextMonth(customer);
  const days = holder.widget.getByRole('button', { name: /, available$/ });
  const name = (await days.nth((await days.count()) - 2).getAttribute('aria-label')) ?? '';
  await holder.widget.getByRole('button', { name, exact: true }).click();
  await holder.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  await waiter.widget.getByRole('button', { name: 'Tell me when a place becomes free' }).click();
  await waiter.widget.getByRole('combobox', { name: 'Which day?' }).selectOption({ label: name.replace(', available', '') });
  await waiter.widget.getByRole('textbox', { name: 'Name', exact: true }).fill('Lea Ving');
  await waiter.widget.getByRole('textbox', { name: 'E-mail' }).fill('lea.ving@example.com');
  await waiter.widget.getByRole('checkbox', { name: /writes to me/ }).check();
  await waiter.widget.getByRole('button', { name: 'Join the waiting list' }).click();

  const mail = await waitForMail(stack, { to: 'lea.ving@example.com', title: 'You are on the waiting list' });
  const page = await visit.openPage('phone');
  await page.goto(/waiting list: (http\S+)/.exec(mail)?.[1] ?? '');
  await page.getByText('Your place in line: 1.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Leave the waiting list' }).click();
  await page.getByText('You no longer wait').waitFor();
});

test('a single time that others have taken is waited for, and offered when it comes free', async ({ demoPage, stack, sql, visit }) => {
  const send = createVisitor(stack, 'studionord');
  const today = new Date(Date.now() + stack.clockOffsetSeconds * 1000).toISOString().slice(0, 10);
  const { nextAvailableDay } = await send<Availability>('GET', `/availability?package=editorial-120&from=${today}&to=${today}`);
  const { days } = await send<Availability>('GET', `/availability?package=editorial-120&from=${nextAvailableDay}&to=${nextAvailableDay}`);
  const startsAt = days[0]?.slots[1]?.startsAt ?? '';
  const holds: Hold[] = [];
  for (let isFree = true; isFree;) {
    const hold = await send<Hold>('POST', '/holds', { body: { package: 'editorial-120', startsAt, partySize: 1 }, status: 201 }).catch(() => null);
    if (hold === null) isFree = false;
    else holds.push(hold);
  }
  expect(holds.length).toBeGreaterThan(0);

  const { widget } = await demoPage('studionord', 'phone').then(async (customer) => {
    await customer.choosePackage('Editorial');
    await customer.goToTimes();
    return customer;
  });
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(startsAt));
  await widget.getByRole('heading', { name: /Fully booked, but you can wait/ }).waitFor();
  await widget.getByRole('button', { name: `${time}, fully booked: join the waiting list` }).click();
  await widget.getByRole('textbox', { name: 'Name', exact: true }).fill('Tia Ming');
  await widget.getByRole('textbox', { name: 'E-mail' }).fill('tia.ming@example.com');
  await widget.getByRole('checkbox', { name: /writes to me/ }).check();
  await widget.getByRole('button', { name: 'Join the waiting list', exact: true }).click();
  await widget.getByText('You’re on the waiting list').waitFor();
  await waitForMail(stack, { to: 'tia.ming@example.com', title: 'You are on the waiting list' });
  const waiting = await changeTenant(sql, 'studionord', (tx, id) => tx<{ startsAt: Date }[]>`
    select starts_at as "startsAt" from waitlist_entries where tenant_id = ${id} and email = 'tia.ming@example.com'`);
  expect(waiting.map((entry) => entry.startsAt.toISOString())).toEqual([startsAt]);

  for (const { id, token } of holds) await send('DELETE', `/holds/${id}`, { token, status: 204 });
  const mail = await waitForMail(stack, { to: 'tia.ming@example.com', title: 'A place is free for you' });
  const page = await visit.openPage('phone');
  await page.goto(/Book it now: (\S+)/.exec(mail)?.[1] ?? '');
  await page.getByText('A place is free for you').waitFor();
  // To whom it goes next is nobody; to the others it is free again at once.
  await page.getByRole('button', { name: 'Pass it on' }).click();
  await page.getByText('You no longer wait').waitFor();
});

test('nobody is asked to wait for a package that takes no waitlist', async ({ demoPage, sql }) => {
  const [holder, other] = await Promise.all([demoPage('bellaweddings'), demoPage('bellaweddings')]);
  await openNextMonth(holder);
  const name = (await holder.widget.getByRole('button', { name: /, available$/ }).last().getAttribute('aria-label')) ?? '';
  await holder.widget.getByRole('button', { name, exact: true }).click();
  await holder.widget.getByRole('heading', { name: 'Your details' }).waitFor();
  const lookAt = async (customer: Customer) => {
    await openNextMonth(customer);
    await customer.widget.getByRole('button', { name: name.replace('available', 'fully booked') }).waitFor();
    return customer.widget.getByRole('button', { name: 'Tell me when a place becomes free' });
  };
  await (await lookAt(other)).waitFor();
  await changeTenant(sql, 'bellaweddings', (tx, id) => tx`update packages set takes_waitlist = false where tenant_id = ${id} and slug = 'elopement'`);
  const again = await demoPage('bellaweddings');
  const invitation = await lookAt(again);
  await again.page.waitForLoadState('networkidle');
  expect(await invitation.count()).toBe(0);
  await changeTenant(sql, 'bellaweddings', (tx, id) => tx`update packages set takes_waitlist = true where tenant_id = ${id} and slug = 'elopement'`);
});
