/** What the clock of a zone reads at an instant. */
export interface LocalMinute {
  readonly dayLocal: string;
  /** minutes that a clock reading this is past one reading 1970-01-01 00:00 */
  readonly minuteOnCalendar: number;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly minutesOfHours: Map<number, LocalMinute[]>;
}

const zones = new Map<string, Zone>();

/** What Intl says that the clock reads; an hour's answers are kept, since the tests come back to the same days all the time. */
export function localMinuteAt(timeZone: string, instantMs: number): LocalMinute {
  const { minutesOfHours } = zoneOf(timeZone);
  const hour = Math.floor(instantMs / hourMs);
  let minutes = minutesOfHours.get(hour);
  if (minutes === undefined) {
    minutes = Array.from({ length: 60 }, (_, minute) => askIntl(timeZone, hour * hourMs + minute * minuteMs));
    minutesOfHours.set(hour, minutes);
  }
  return minutes[Math.floor((instantMs - hour * hourMs) / minuteMs)] as LocalMinute;
}

/** As localMinuteAt, but keeps nothing. Swedes write `2026-11-20 14:05`. */
export function askIntl(timeZone: string, instantMs: number): LocalMinute {
  const [dayLocal = '', time = ''] = zoneOf(timeZone).format.format(instantMs).split(' ');
  return { dayLocal, minuteOnCalendar: Date.parse(`${dayLocal}T${time}Z`) / minuteMs };
}

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    zone = { format, minutesOfHours: new Map() };
    zones.set(timeZone, zone);
  }
  return zone;
}
