import { type MessageFormatElement, TYPE, parse } from '@formatjs/icu-messageformat-parser';

/**
 * Writes a catalog as a JavaScript module: a message without arguments as a string, any other as a function of `a`, which
 * writes an argument, and `p`, which picks a form by a number. So the parser stays out of the browser.
 * @throws Error naming the key, when a message isn't ICU MessageFormat or uses more of it than the widget's messages may
 */
export function compileCatalog(catalog: Readonly<Record<string, string>>): string {
  const entries = Object.entries(catalog).map(([key, message]) => `${JSON.stringify(key)}:${compileEntry(key, message)}`);
  return `export default {\n${entries.join(',\n')}\n};\n`;
}

/** Parses a message as all our catalogs are written. */
export function parseMessage(message: string): MessageFormatElement[] {
  return parse(message, { ignoreTag: true });
}

function compileEntry(key: string, message: string): string {
  try {
    const elements = parseMessage(message);
    const code = compileElements(elements, null);
    return elements.every(({ type }) => type === TYPE.literal) ? code : `(a,p)=>${code}`;
  } catch (error) {
    throw new Error(`The message ${key} can't be compiled: ${message}`, { cause: error });
  }
}

function compileElements(elements: readonly MessageFormatElement[], counted: string | null): string {
  const [only] = elements;
  if (elements.length === 1 && only !== undefined && only.type !== TYPE.literal) return compileElement(only, counted);
  const parts = elements.map((element) => (element.type === TYPE.literal ? escapeTemplate(element.value) : `\${${compileElement(element, counted)}}`));
  return `\`${parts.join('')}\``;
}

function compileElement(element: MessageFormatElement, counted: string | null): string {
  if (element.type === TYPE.argument) return `a(${JSON.stringify(element.value)})`;
  if (element.type === TYPE.pound && counted !== null) return `a(${JSON.stringify(counted)})`;
  if (element.type === TYPE.plural && element.offset === 0 && element.pluralType === 'cardinal') {
    const forms = Object.entries(element.options).map(([name, { value }]) => `${JSON.stringify(name)}:${compileElements(value, element.value)}`);
    return `p(${JSON.stringify(element.value)},{${forms.join(',')}})`;
  }
  throw new Error('Messages have arguments and plurals alone: dates, times and money are written by the formats, before they come in');
}

function escapeTemplate(text: string): string {
  return text.replace(/[`\\]|\$(?=\{)/gu, String.raw`\$&`);
}
