export interface CalendarLink {
  /** a name that is the same in every language */
  readonly name: string;
  readonly url: string;
}

export interface CalendarEntry {
  readonly title: string;
  readonly details: string;
  readonly where: string;
  /** days (`2027-01-09`) or instants; the end of whole days is the first day that is free again */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly isWholeDay: boolean;
}

/** The calendars that take an entry over by a link, with the entry in it. */
export function linksToCalendars(entry: CalendarEntry): CalendarLink[] {
  return [
    { name: 'Google Calendar', url: googleUrl(entry) },
    { name: 'Outlook', url: outlookUrl('https://outlook.live.com', entry) },
    { name: 'Microsoft 365', url: outlookUrl('https://outlook.office.com', entry) },
  ];
}

function googleUrl({ title, details, where, startsAt, endsAt }: CalendarEntry): string {
  const query = new URLSearchParams({ action: 'TEMPLATE', text: title, dates: `${compact(startsAt)}/${compact(endsAt)}`, details, location: where });
  return `https://calendar.google.com/calendar/render?${query}`;
}

/** Google writes its dates without dashes, colons and fractions. */
function compact(moment: string): string {
  return moment.replace(/[-:]|\.\d+/gu, '');
}

function outlookUrl(origin: string, { title, details, where, startsAt, endsAt, isWholeDay }: CalendarEntry): string {
  const query = new URLSearchParams({
    path: '/calendar/action/compose', rru: 'addevent', subject: title, startdt: startsAt, enddt: endsAt, body: details, location: where,
    ...(isWholeDay && { allday: 'true' }),
  });
  // Outlook shows a plus sign where others read a space.
  return `${origin}/calendar/0/deeplink/compose?${query.toString().replaceAll('+', '%20')}`;
}
