export { type CalendarEntry, type CalendarLink, linksToCalendars } from './links-to-calendars.ts';
