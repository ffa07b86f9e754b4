import { expect, it } from 'vitest';
import { isInArea, normalPostalCode } from './postal-areas.ts';

it.each([
  ['10115', '10115', 'DE', true],
  ['10115', '10117', 'DE', false],
  ['10*', '10999', 'DE', true],
  ['10*', '11000', 'DE', false],
  ['10115..14199', '12345', 'DE', true],
  ['10115..14199', '14199', 'DE', true],
  ['10115..14199', '14200', 'DE', false],
  ['10115..14199', '1234', 'DE', false],
  ['SW1A 1*', 'sw1a 1aa', 'GB', true],
  ['SW1*', 'SW2 1AA', 'GB', false],
  ['100-0001..100-0014', '１００－０００５', 'JP', true],
  ['94110', '94110-1234', 'US', true],
  ['00-001', '00 001', 'PL', true],
])('%s has %s of %s in it: %s', (area, postalCode, country, isIn) => {
  expect(isInArea(area, normalPostalCode(postalCode, country), country)).toBe(isIn);
});
