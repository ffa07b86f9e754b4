/**
 * The instant from which a stream goes on: the id of the last event, or the `since` of the address, which stays the same
 * when a browser comes back by itself. Null for anything else, since a stream that is refused does not come back.
 */
export function streamPosition(given: { lastEventId: string | undefined; since: string | undefined }): number | null {
  const { lastEventId, since } = given;
  if (lastEventId !== undefined && lastEventId !== '') return /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
  const instantMs = since === undefined ? Number.NaN : Date.parse(since);
  return Number.isNaN(instantMs) ? null : instantMs;
}
