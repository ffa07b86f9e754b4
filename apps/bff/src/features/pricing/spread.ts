/**
 * Spreads a total over parts in proportion to their sizes, by largest remainder: each share is off by less than one unit, the
 * shares sum to the total, and of equal remainders the earlier part's is served first.
 * @param totalMinor at most the sum of the sizes, so that no share is above its part's size
 */
export function spread(totalMinor: number, sizes: readonly number[]): number[] {
  const sum = sizes.reduce((before, size) => before + size, 0);
  if (sum === 0) return sizes.map(() => 0);
  const exact = sizes.map((size, index) => {
    const product = BigInt(totalMinor) * BigInt(size);
    return { index, share: Number(product / BigInt(sum)), remainder: product % BigInt(sum) };
  });
  const left = totalMinor - exact.reduce((before, { share }) => before + share, 0);
  const served = exact
    .toSorted((one, other) => (one.remainder === other.remainder ? one.index - other.index : one.remainder > other.remainder ? -1 : 1))
    .slice(0, left);
  for (const part of served) part.share += 1;
  return exact.map(({ share }) => share);
}
