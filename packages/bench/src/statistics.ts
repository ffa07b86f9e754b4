/** @throws when there is no value */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/**
 * The smallest value that at least this part of the values doesn't exceed (nearest rank).
 * @param part from 0 to 1
 * @throws when there is no value
 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new Error('there is nothing to take a percentile of');
  return value;
}
