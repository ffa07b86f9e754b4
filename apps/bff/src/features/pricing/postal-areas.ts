/**
 * A postal code as it is compared: in capitals, without spaces and dashes. Of an American one the five digits count that say where,
 * and not the four that say which building.
 */
export function normalPostalCode(text: string, country: string): string {
  const plain = text.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '');
  return country === 'US' ? plain.slice(0, 5) : plain;
}

/**
 * Whether an area has a postal code in it.
 * @param area a postal code (`10115`), a prefix (`10*`), or a range of codes of one length (`10115..10999`)
 * @param postalCode as `normalPostalCode` gives it
 */
export function isInArea(area: string, postalCode: string, country: string): boolean {
  if (area.endsWith('*')) return postalCode.startsWith(normalPostalCode(area.slice(0, -1), country));
  const [from = '', to = from] = area.split('..').map((end) => normalPostalCode(end, country));
  return postalCode.length === from.length && from <= postalCode && postalCode <= to;
}

/** Whether an area can have any postal code in it: the ends of a range must be of one length and in their order. */
export function isArea(area: string, country: string): boolean {
  if (area.endsWith('*')) return true;
  const [from = '', to = from] = area.split('..').map((end) => normalPostalCode(end, country));
  return from.length === to.length && from <= to;
}
