export type Cell = string | number | boolean | Date | null;

/** What a spreadsheet takes for the beginning of a formula. @see https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A table as CSV (RFC 4180), with a line of names.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe before it: what a customer typed must do nothing on the
 * machine of whoever opens the file. Numbers are written by us and stay numbers.
 * @param columns the fields of a row, in order; their names become the first line
 */
export function writeCsv<Name extends string>(columns: readonly Name[], rows: readonly Readonly<Record<Name, Cell>>[]): string {
  const lines = [columns.map((name) => snakeCase(name)), ...rows.map((row) => columns.map((name) => write(row[name])))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function write(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n\t;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
