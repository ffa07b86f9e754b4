export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * Writes a message in the part of ICU MessageFormat that ours need: `{name}`, and
 * `{count, plural, =0 {…} one {…} other {…}}` with `#` for the number.
 * @param locale decides the plural category and how numbers look
 */
export function formatMessage(message: string, values: MessageValues, locale: string): string {
  return write(message, values, locale, null);
}

function write(message: string, values: MessageValues, locale: string, counted: number | null): string {
  let text = '';
  for (let at = 0; at < message.length; at++) {
    const character = message[at];
    if (character === '{') {
      const end = closingBrace(message, at);
      text += writeArgument(message.slice(at + 1, end), values, locale);
      at = end;
    } else if (character === '#' && counted !== null) text += new Intl.NumberFormat(locale).format(counted);
    else text += character;
  }
  return text;
}

function writeArgument(argument: string, values: MessageValues, locale: string): string {
  const [, name = argument.trim(), options] = /^\s*(\w+)\s*,\s*plural\s*,(.*)$/su.exec(argument) ?? [];
  const value = values[name];
  if (value === undefined) throw new RangeError(`The message needs a value for "${name}"`);
  if (options === undefined) return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  const count = Number(value);
  const forms = readForms(options);
  const form = forms.get(`=${count}`) ?? forms.get(new Intl.PluralRules(locale).select(count)) ?? forms.get('other') ?? '';
  return write(form, values, locale, count);
}

function readForms(options: string): Map<string, string> {
  const forms = new Map<string, string>();
  for (let rest = options.trim(); rest !== ''; ) {
    const open = rest.indexOf('{');
    if (open < 0) break;
    const close = closingBrace(rest, open);
    forms.set(rest.slice(0, open).trim(), rest.slice(open + 1, close));
    rest = rest.slice(close + 1);
  }
  return forms;
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at;
  }
  throw new SyntaxError(`A brace is never closed: ${text}`);
}
