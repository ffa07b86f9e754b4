// Opening hours. Whatever changes, bookings and holds keep their time: hours are looked at when a time is held, and never again.
import type { DayHours, Schedule, ScheduleChange, ScheduleRequest } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError } from '../../../platform/errors.ts';
import { recordAudit } from '../../audit/index.ts';
import type { Editor } from '../../tenants/index.ts';
import { ScheduleNotFoundError } from '../errors.ts';
import { deleteDay, insertSchedule, listSchedules, lockSchedule, replaceDay, replaceWeek, updateSchedule, type ScheduleRow, type SpanRow, type WeekRow } from './schedule-repository.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

type Span = DayHours['hours'][number];

export async function readSchedules(tx: TenantTx, now: Date): Promise<Schedule[]> {
  return (await listSchedules(tx, null, sinceDay(now))).map(presentSchedule);
}

/** @throws ScheduleNotFoundError */
export async function readSchedule(tx: TenantTx, id: string, now: Date): Promise<Schedule> {
  const [row] = await listSchedules(tx, id, sinceDay(now));
  if (!row) throw new ScheduleNotFoundError();
  return presentSchedule(row);
}

export async function createSchedule(tx: TenantTx, by: Editor, { name, weekly }: ScheduleRequest): Promise<Schedule> {
  const id = await insertSchedule(tx, name, by.now);
  await replaceWeek(tx, id, weekOf(weekly));
  return noted(tx, by, id, 'schedule.created', { name, weekly });
}

/** @throws ScheduleNotFoundError, ChangedMeanwhileError */
export async function changeSchedule(tx: TenantTx, by: Editor, id: string, { version, name, weekly }: ScheduleChange): Promise<Schedule> {
  const current = await lockSchedule(tx, id);
  if (current === null) throw new ScheduleNotFoundError();
  if (current !== version) throw new ChangedMeanwhileError(current);
  await updateSchedule(tx, id, name ?? null);
  if (weekly !== undefined) await replaceWeek(tx, id, weekOf(weekly));
  return noted(tx, by, id, 'schedule.updated', { ...(name === undefined ? {} : { name }), ...(weekly === undefined ? {} : { weekly }) });
}

/** Gives a day hours of its own, or with null those of its weekday again. @throws ScheduleNotFoundError */
export async function changeDay(tx: TenantTx, by: Editor, { id, day }: { readonly id: string; readonly day: string }, hours: readonly Span[] | null): Promise<Schedule> {
  if ((await lockSchedule(tx, id)) === null) throw new ScheduleNotFoundError();
  await (hours === null ? deleteDay(tx, id, day) : replaceDay(tx, id, day, hours.map(toRow)));
  return noted(tx, by, id, 'schedule.day_updated', { day, hours: hours?.map((span) => ({ ...span })) ?? null });
}

async function noted(tx: TenantTx, by: Editor, id: string, action: string, change: Parameters<typeof recordAudit>[1]['change']): Promise<Schedule> {
  await recordAudit(tx, { actor: by.actor, action, entity: 'schedule', entityId: id, change: change ?? {}, requestId: by.requestId, at: by.now });
  return readSchedule(tx, id, by.now);
}

/** It may still be yesterday in the tenant's zone. */
function sinceDay(now: Date): string {
  return new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
}

function weekOf(weekly: ScheduleRequest['weekly']): WeekRow[] {
  return weekdays.flatMap((name, index) => (weekly[name] ?? []).map((span) => ({ weekday: index + 1, ...toRow(span) })));
}

function presentSchedule({ week, days, packages, ...schedule }: ScheduleRow): Schedule {
  const weekly = Object.fromEntries(weekdays.map((name, index) => [name, week.filter(({ weekday }) => weekday === index + 1).map(toSpan)])) as Schedule['weekly'];
  return { ...schedule, weekly, days: days.map(({ day, spans }) => ({ day, hours: spans.map(toSpan) })), packages: [...packages] };
}

function toRow({ from, to }: Span): SpanRow {
  return { startMinute: minuteOf(from), endMinute: minuteOf(to) };
}

function toSpan({ startMinute, endMinute }: SpanRow): Span {
  return { from: clockTime(startMinute), to: clockTime(endMinute) };
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
