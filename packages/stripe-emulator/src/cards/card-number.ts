/** What a card number says about itself. */
export interface CardScheme {
  readonly brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'unknown';
  readonly lengths: readonly number[];
  readonly cvcLength: 3 | 4;
}

const SCHEMES: ReadonlyArray<readonly [RegExp, CardScheme]> = [
  [/^4/, { brand: 'visa', lengths: [16], cvcLength: 3 }],
  [/^(5[1-5]|2[2-7])/, { brand: 'mastercard', lengths: [16], cvcLength: 3 }],
  [/^3[47]/, { brand: 'amex', lengths: [15], cvcLength: 4 }],
  [/^(6011|64[4-9]|65)/, { brand: 'discover', lengths: [16], cvcLength: 3 }],
  [/^(30|36|38|39)/, { brand: 'diners', lengths: [14, 16], cvcLength: 3 }],
  [/^35/, { brand: 'jcb', lengths: [16], cvcLength: 3 }],
  [/^62/, { brand: 'unionpay', lengths: [16, 17, 18, 19], cvcLength: 3 }],
];

const UNKNOWN: CardScheme = { brand: 'unknown', lengths: [16], cvcLength: 3 };

/** Tells the scheme by the first digits; no dependencies, since the card form uses it too. */
export function schemeOf(number: string): CardScheme {
  return SCHEMES.find(([prefix]) => prefix.test(number))?.[1] ?? UNKNOWN;
}

/** Checks the Luhn digit. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number[number.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
