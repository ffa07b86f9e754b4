import type { SampleTenant } from '@mais/bff';

/** As many customers book at once, each in a room of its own: what is measured is the way through, not the queue for a lock. */
export const roomCount = 16;

const room = (index: number): string => `room-${index + 1}`;

const slotMinutes = 15;
const dayMs = 86_400_000;

/** A tenant with free rooms around the clock: 16 × 96 bookable starts a day. */
export const benchTenant: SampleTenant = {
  slug: 'benchrooms',
  name: 'Bench Rooms',
  email: 'rooms@bench.example',
  country: 'GB',
  currency: 'GBP',
  timeZone: 'UTC',
  locale: 'en',
  commissionBps: 1000,
  taxBps: 0,
  branding: { logoUrl: null, primary: '#1f5eff', accent: '#0f766e', font: 'system', radius: 'medium', scheme: 'auto' },
  resources: Array.from({ length: roomCount }, (_, index) => ({ name: room(index), units: 1 })),
  schedules: [{ name: 'Always', weekdays: [1, 2, 3, 4, 5, 6, 7], hours: [[0, 1440]] }],
  addOns: [],
  packages: Array.from({ length: roomCount }, (_, index) => ({
    slug: room(index), name: `Room ${index + 1}`, summary: 'A quarter of an hour.', description: 'A quarter of an hour in an empty room.',
    kind: 'slot', priceMinor: 0, schedule: 'Always', resources: [room(index)], durationMinutes: slotMinutes, stepMinutes: slotMinutes,
    noticeMinutes: 0, windowDays: 1095,
  })),
};

export const benchKey = `pk_test_${benchTenant.slug}_sample`;

export interface Start {
  readonly packageSlug: string;
  /** A UTC instant. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The n-th start of a room, counted from the day after tomorrow. */
export function startOf(roomIndex: number, n: number): Start {
  const firstMs = Math.floor(Date.now() / dayMs + 2) * dayMs;
  const startsAtMs = firstMs + n * slotMinutes * 60_000;
  return {
    packageSlug: room(roomIndex),
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + slotMinutes * 60_000).toISOString(),
  };
}
