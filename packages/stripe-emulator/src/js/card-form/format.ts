import { schemeOf } from '../../cards/card-number.ts';

export function digitsOf(value: string): string {
  return value.replaceAll(/\D/g, '');
}

/** Groups a card number as it is printed, and keeps the cursor behind the same digit. */
export function formatNumber(field: HTMLInputElement): void {
  const digits = digitsOf(field.value);
  const { brand, lengths } = schemeOf(digits);
  const grouping = brand === 'amex' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/ : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?(\d{1,3})?/;
  const groups = grouping.exec(digits.slice(0, Math.max(...lengths)))?.slice(1) ?? [];
  rewrite(field, groups.filter((group) => group !== undefined).join(' '));
}

/** Writes a date as `12 / 34`; a first digit above one can only be a month below ten. */
export function formatExpiry(field: HTMLInputElement): void {
  const typed = digitsOf(field.value);
  const digits = (/^[2-9]/.test(typed) ? `0${typed}` : typed).slice(0, 4);
  const deleting = field.value.endsWith('/') || field.value.endsWith(' ');
  if (digits.length < 2 || (digits.length === 2 && deleting && typed === digits)) rewrite(field, digits);
  else rewrite(field, `${digits.slice(0, 2)} / ${digits.slice(2)}`);
}

function rewrite(field: HTMLInputElement, value: string): void {
  if (field.value === value) return;
  const digitsBefore = digitsOf(field.value.slice(0, field.selectionStart ?? field.value.length)).length;
  const wasAtEnd = (field.selectionStart ?? 0) >= field.value.length;
  field.value = value;
  const position = wasAtEnd ? value.length : positionAfter(value, digitsBefore);
  if (document.activeElement === field) field.setSelectionRange(position, position);
}

function positionAfter(value: string, digits: number): number {
  let seen = 0;
  for (let index = 0; index < value.length; index += 1) {
    if (seen === digits) return index;
    if (/\d/.test(value[index] ?? '')) seen += 1;
  }
  return value.length;
}
