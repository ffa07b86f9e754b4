import type { Place } from './fixed-days.ts';

/** Where the brands are that are looked at. */
export const places = {
  bellaweddings: { timeZone: 'America/New_York', offset: '-04:00', hasSlots: false },
  studionord: { timeZone: 'Europe/Berlin', offset: '+02:00', hasSlots: true },
  marinaspa: { timeZone: 'Asia/Dubai', offset: '+04:00', hasSlots: true },
} as const satisfies Readonly<Record<string, Place>>;
