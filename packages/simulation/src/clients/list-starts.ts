import type { ApiClient } from './api.ts';

const DAYS = 45;

/** What is free from today on, as the calendar shows it; nothing where it doesn't answer. */
export async function listStarts(api: ApiClient, wanted: { readonly package: string; readonly partySize: number }): Promise<string[]> {
  const now = api.world.clock.now();
  const query = new URLSearchParams({ package: wanted.package, from: dayOf(now.getTime()), to: dayOf(now.getTime() + DAYS * 86_400_000), partySize: String(wanted.partySize) });
  const { status, body } = await api.call({ what: 'availability', method: 'GET', path: `/availability?${query.toString()}` });
  if (status !== 200) return [];
  return (body['days'] as { slots: { startsAt: string }[] }[]).flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt));
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
