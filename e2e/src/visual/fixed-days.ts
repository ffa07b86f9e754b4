import type { Availability, Booking, Day, FirstView, Hold, HoldRequest } from '@mais/contract';
import type { Page, Route } from 'playwright-core';

import type { StackUnderTest } from '../stack.ts';

/** How a tenant's days lie, and what is offered on them. */
export interface Place {
  readonly timeZone: string;
  /** from May to August */
  readonly offset: string;
  readonly hasSlots: boolean;
}

export const NOW = '2027-05-11T08:00:00.000Z';
const TODAY = '2027-05-11';
const LAST_DAY = '2027-08-31';
const STARTS = ['09:00', '10:30', '11:00', '13:30', '14:00', '15:30', '17:00', '18:30', '19:00'];
const HOUR_MS = 3_600_000;
// Half a second more than the countdown shows, so that it doesn't look for the next second all the time.
const HELD_SECONDS = 589.5;

/**
 * Lets the widget live on one day in May, for ever: its clock stands still, and at the network's edge the days that can be
 * booked are always the same ones. All else is what the product answers: catalog, prices, holds, bookings and payments are
 * made for a time that is really free, and only their dates are exchanged on the way back.
 */
export async function fixDays(page: Page, stack: StackUnderTest, place: Place): Promise<void> {
  const api = `${stack.bff}/api/v1`;
  const dated = { startsAt: '', endsAt: '' };
  await page.clock.setFixedTime(NOW);
  // The countdown reads the clock that nobody sets.
  await page.addInitScript(() => {
    performance.now = () => 1000;
  });
  for (const pages of ['embed', 'book']) await page.route(`${stack.bff}/${pages}/**`, (route) => showFixedFirstView(route, place));
  await page.route(`${api}/availability?**`, (route) => answerAvailability(route, place));
  await page.route(`${api}/availability/stream**`, (route) => route.fulfill({ contentType: 'text/event-stream', body: 'retry: 600000\n\n' }));
  await page.route(`${api}/holds`, async (route) => {
    const asked = route.request().postDataJSON() as HoldRequest;
    Object.assign(dated, place.hasSlots ? hour(asked.startsAt) : { startsAt: asked.startsAt, endsAt: instant(Date.parse(asked.startsAt) + 24 * HOUR_MS) });
    const real = await someFreeTime(stack, route, asked);
    const answer = await route.fetch({ postData: { ...asked, startsAt: real } });
    const hold = (await answer.json()) as Hold;
    await route.fulfill({ response: answer, json: { ...hold, ...dated, expiresInSeconds: HELD_SECONDS } });
  });
  await page.route(new RegExp(`^${api}/bookings(/[^/]+)?$`), async (route) => {
    const answer = await route.fetch();
    const { booking, ...rest } = (await answer.json()) as { booking: Booking };
    const fixed = { ...booking, ...dated, reference: 'MA15-2027', ...(booking.expiresInSeconds !== null && { expiresInSeconds: HELD_SECONDS }) };
    await route.fulfill({ response: answer, json: { ...rest, booking: fixed } });
  });
}

async function showFixedFirstView(route: Route, place: Place): Promise<void> {
  const answer = await route.fetch();
  const html = await answer.text();
  const pattern = /(<script type="application\/json" id="mais-first-view">)(.*?)(<\/script>)/;
  const view = JSON.parse(pattern.exec(html)?.[2] ?? 'null') as FirstView;
  const fixed: FirstView = { ...view, serverNow: NOW, availability: view.availability && { ...view.availability, ...daysBetween('2027-05-01', '2027-05-31', place) } };
  const json = JSON.stringify(fixed).replaceAll('<', String.raw`\u003c`);
  await route.fulfill({ response: answer, body: html.replace(pattern, (_all, before: string, _old, after: string) => before + json + after) });
}

async function answerAvailability(route: Route, place: Place): Promise<void> {
  const query = new URL(route.request().url()).searchParams;
  const json: Availability = {
    package: query.get('package') ?? '',
    partySize: Number(query.get('partySize') ?? 1),
    ...daysBetween(query.get('from') ?? TODAY, query.get('to') ?? LAST_DAY, place),
  };
  await route.fulfill({ json });
}

function daysBetween(from: string, to: string, place: Place): Pick<Availability, 'timeZone' | 'from' | 'to' | 'days' | 'nextAvailableDay'> {
  const days: Day[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 24 * HOUR_MS) days.push(fixedDay(instant(at).slice(0, 10), place));
  const next = days.find(({ state }) => state === 'available')?.day ?? null;
  return { timeZone: place.timeZone, from, to, days, nextAvailableDay: next };
}

/** Closed on Mondays, and here and there booked out. */
function fixedDay(day: string, { offset, hasSlots }: Place): Day {
  const date = new Date(day);
  const number = date.getUTCDate();
  if (day <= TODAY || day > LAST_DAY || date.getUTCDay() === 1) return { day, state: 'closed', slots: [] };
  if (number % 7 === 1 || number === 16) return { day, state: 'full', slots: [] };
  const midnight = instant(Date.parse(`${day}T00:00:00${offset}`));
  const wholeDay = { startsAt: midnight, endsAt: instant(Date.parse(midnight) + 24 * HOUR_MS) };
  const times = hasSlots ? STARTS.filter((_start, index) => (number + index) % 4 !== 0).map((start) => hour(`${day}T${start}:00${offset}`)) : [wholeDay];
  return { day, state: 'available', slots: times.map((time) => ({ ...time, remaining: 1 })) };
}

function hour(startsAt: string): { startsAt: string; endsAt: string } {
  const startMs = Date.parse(startsAt);
  return { startsAt: instant(startMs), endsAt: instant(startMs + HOUR_MS) };
}

/** In the last month that is offered, where other tests don't book. */
async function someFreeTime({ bff, clockOffsetSeconds }: StackUnderTest, route: Route, asked: HoldRequest): Promise<string> {
  const key = await route.request().headerValue('x-tenant-key');
  const ask = async (from: string, to: string) => {
    const answer = await fetch(`${bff}/api/v1/availability?package=${asked.package}&partySize=${asked.partySize}&from=${from}&to=${to}&key=${key}`);
    return (await answer.json()) as Availability;
  };
  const from = instant(Date.now() + clockOffsetSeconds * 1000 + 30 * 24 * HOUR_MS).slice(0, 10);
  const { days } = await ask(from, instant(Date.parse(from) + 29 * 24 * HOUR_MS).slice(0, 10));
  const slot = days.flatMap((day) => day.slots).at(-1);
  if (slot === undefined) throw new Error(`Nothing of ${asked.package} is free`);
  return slot.startsAt;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
