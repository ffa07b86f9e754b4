import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCsv } from './write-csv.ts';

describe('a table as CSV', () => {
  it('quotes what needs it and leaves numbers as they are', () => {
    expect(writeCsv(['bookingRef', 'amountMinor', 'note'], [
      { bookingRef: 'AB-1', amountMinor: -1250, note: null },
      { bookingRef: 'He said "no", twice', amountMinor: 0, note: 'line\nbreak' },
    ])).toBe('booking_ref,amount_minor,note\r\nAB-1,-1250,\r\n"He said ""no"", twice",0,"line\nbreak"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('makes no formula of %j', (text) => {
    const [, line] = writeCsv(['a'], [{ a: text }]).split(/\r\n(?=.)/);
    expect(line).toMatch(/^"?'/);
  });

  it('gives every text back to whoever reads it, but for the apostrophe', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (texts) => {
      const csv = writeCsv(['a', 'b'], texts.map((a) => ({ a, b: 7 })));
      expect(readCsv(csv).slice(1).map(([a]) => a?.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, ''))).toEqual(texts);
    }));
  });
});

/** A reader of RFC 4180, of its own. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\r' && text[index + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      index += 1;
    } else cell += character;
  }
  return rows;
}
