import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import type { Kind, Owned, Records } from '../store/records.ts';
import { invalidRequest, resourceMissing } from './api-error.ts';
import type { TimeRange } from './parameters.ts';
import { integer, text, timeRange } from './parameters.ts';

/** The parameters of every list. */
export const pageParameters = { limit: integer(), starting_after: text(), ending_before: text() };

/** The parameters of a list that can be narrowed by time. */
export const timedPageParameters = { ...pageParameters, created: timeRange() };

interface PageRequest {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
  readonly created?: TimeRange;
}

type OwnedKind = { [K in Kind]: Records[K] extends Owned<{ id: string }> ? K : never }[Kind];
type ObjectOf<K extends OwnedKind> = Records[K]['object'];

/** One page of an account's objects, newest first. */
export function pageOf<K extends OwnedKind>(
  context: Context,
  kind: K,
  url: string,
  request: PageRequest,
  keep: (object: ObjectOf<K>) => boolean = () => true,
): Stripe.ApiList<ObjectOf<K>> {
  const objects: ObjectOf<K>[] = [];
  for (const record of context.store.newestOf(kind, context.account)) {
    const object = record.object as ObjectOf<K>;
    if (keep(object) && createdWithin(object, request.created)) objects.push(object);
  }
  return pageOfList(objects, url, request);
}

/**
 * One page of a list that is already in order.
 * @throws ApiError 400 for a limit outside 1–100, 404 for a cursor that isn't in the list
 */
function pageOfList<T extends { id: string }>(objects: readonly T[], url: string, request: PageRequest): Stripe.ApiList<T> {
  const limit = request.limit ?? 10;
  if (limit < 1) throw invalidRequest('Invalid limit: must be greater than or equal to 1', { param: 'limit' });
  if (limit > 100) throw invalidRequest('Invalid limit: must be less than or equal to 100', { param: 'limit' });
  if (request.ending_before !== undefined) {
    const before = objects.slice(0, cursor(objects, request.ending_before, 'ending_before'));
    return { object: 'list', data: before.slice(-limit), has_more: before.length > limit, url };
  }
  const after = request.starting_after === undefined ? objects : objects.slice(cursor(objects, request.starting_after, 'starting_after') + 1);
  return { object: 'list', data: after.slice(0, limit), has_more: after.length > limit, url };
}

function cursor(objects: ReadonlyArray<{ id: string }>, id: string, param: string): number {
  const index = objects.findIndex((object) => object.id === id);
  if (index === -1) throw resourceMissing('object', id, param);
  return index;
}

function createdWithin(object: object, range: TimeRange | undefined): boolean {
  return !('created' in object) || typeof object.created !== 'number' || isWithin(object.created, range);
}

/** Whether a time, in seconds, lies within a range. */
export function isWithin(time: number, range: TimeRange | undefined): boolean {
  if (range === undefined) return true;
  return time > (range.gt ?? -Infinity) && time >= (range.gte ?? -Infinity) && time < (range.lt ?? Infinity) && time <= (range.lte ?? Infinity);
}
