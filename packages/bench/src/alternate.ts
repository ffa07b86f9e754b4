import { median } from './statistics.ts';

/** What came of measuring two things in turn. */
export interface Comparison {
  /** medians over the rounds */
  readonly measured: number;
  readonly yardstick: number;
  /** the median of the rounds' own ratios, so that a machine that slows down halfway changes both sides alike */
  readonly ratio: number;
}

/**
 * Measures a thing and its yardstick in turn, each round the other way round: ours first, theirs first.
 * @param rounds how often; each side is run once before, unmeasured, to warm up
 */
export async function alternate(rounds: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<Comparison> {
  await theirs();
  await ours();
  const pairs: { measured: number; yardstick: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const measured = await ours();
      pairs.push({ measured, yardstick: await theirs() });
    } else {
      const yardstick = await theirs();
      pairs.push({ yardstick, measured: await ours() });
    }
  }
  return {
    measured: median(pairs.map((pair) => pair.measured)),
    yardstick: median(pairs.map((pair) => pair.yardstick)),
    ratio: median(pairs.map((pair) => pair.measured / pair.yardstick)),
  };
}
