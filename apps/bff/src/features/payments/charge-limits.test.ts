import { describe, expect, it } from 'vitest';
import { assertChargeable } from './charge-limits.ts';
import { AmountNotChargeableError, AmountTooSmallError } from './errors.ts';

describe('what can be charged', () => {
  it.each([['USD', 50], ['JPY', 50], ['GBP', 30], ['AED', 200], ['HUF', 17_500], ['KWD', 500]])('takes the minimum of %s and nothing below', (currency, minimum) => {
    expect(() => assertChargeable(minimum, currency)).not.toThrow();
    expect(() => assertChargeable(minimum - 10, currency)).toThrow(AmountTooSmallError);
  });

  it('takes eight digits and no more', () => {
    expect(() => assertChargeable(99_999_999, 'USD')).not.toThrow();
    expect(() => assertChargeable(100_000_000, 'USD')).toThrow(AmountNotChargeableError);
  });

  it.each(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])('wants an amount in %s to end in 0', (currency) => {
    expect(() => assertChargeable(12_340, currency)).not.toThrow();
    expect(() => assertChargeable(12_345, currency)).toThrow(AmountNotChargeableError);
  });

  it('takes any number of yen, and no part of a króna', () => {
    expect(() => assertChargeable(1001, 'JPY')).not.toThrow();
    expect(() => assertChargeable(1001, 'ISK')).toThrow(AmountNotChargeableError);
  });
});
