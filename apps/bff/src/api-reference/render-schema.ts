import { nameOf, type Schema } from './api-document.ts';
import { code, table } from './markdown.ts';

const formats: Readonly<Record<string, string>> = {
  uuid: 'UUID', email: 'e-mail address', date: 'day, `2027-06-12`', 'date-time': 'instant, `2027-06-12T10:00:00Z`', uri: 'address', int64: 'integer',
};

/** A schema as a section: a table of its fields, those of objects within it by their path. */
export function renderSchema(name: string, schema: Schema): string {
  const rows = fieldRows(schema, '');
  const intro = schema.description === undefined ? '' : `${schema.description}\n\n`;
  if (rows.length === 0) return `### ${name}\n${intro}${describeType(schema)}\n`;
  return `### ${name}\n${intro}${table(['field', 'type', ''], rows)}`;
}

function fieldRows(schema: Schema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const optional = schema.required?.includes(name) === true ? [] : ['optional'];
    return [[code(path), describeType(field), notesOf(field, optional)], ...fieldRows(field, `${path}.`), ...fieldRows(field.items ?? {}, `${path}[].`)];
  });
}

/** What stands beside a field or a parameter. */
export function notesOf(schema: Schema, first: readonly string[] = [], description = schema.description): string {
  const parts = [...first, ...(schema.default === undefined ? [] : [`${code(JSON.stringify(schema.default))} when left out`])];
  return [...(parts.length === 0 ? [] : [parts.join(', ')]), ...(description === undefined ? [] : [description])].join('. ');
}

/** The kind of a value, with its bounds. */
export function describeType(schema: Schema): string {
  if (schema.$ref !== undefined) return `[${nameOf(schema.$ref)}](#${nameOf(schema.$ref).toLowerCase()})`;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.map(describeType).join(' or ');
  if (schema.allOf !== undefined) return schema.allOf.map(describeType).join(' and ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  const types = [schema.type ?? []].flat();
  const kinds = types.filter((type) => type !== 'null').map((type) => describeKind(type, schema));
  return [...(kinds.length === 0 && types.length === 0 ? ['anything'] : kinds), ...(types.includes('null') ? ['null'] : [])].join(' or ');
}

function describeKind(type: string, schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.filter((value) => value !== null).map((value) => code(String(value))).join(', ');
  switch (type) {
    case 'array': return withBounds(`list of ${describeType(schema.items ?? {})}`, rangeOf(schema.minItems, schema.maxItems));
    case 'object': return typeof schema.additionalProperties === 'object' ? `object of ${describeType(schema.additionalProperties)} by name` : 'object';
    case 'string': return describeString(schema);
    default: return withBounds(type, rangeOf(lowest(schema), highest(schema)));
  }
}

function describeString({ format, pattern, minLength, maxLength }: Schema): string {
  const range = rangeOf(minLength === 0 ? undefined : minLength, maxLength);
  const bounds = range === null ? null : `${range} characters`;
  // What a format stands for is known; its pattern says the same at length.
  if (format !== undefined) return withBounds(formats[format] ?? format, bounds);
  return withBounds('string', [bounds, pattern === undefined ? null : code(pattern)].filter((part) => part !== null).join(', ') || null);
}

/** Zod writes the bounds of whole numbers out, which say nothing. */
function lowest({ minimum, exclusiveMinimum }: Schema): number | undefined {
  const lower = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1);
  return lower === undefined || lower <= Number.MIN_SAFE_INTEGER ? undefined : lower;
}

function highest({ maximum, exclusiveMaximum }: Schema): number | undefined {
  const upper = maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - 1);
  return upper === undefined || upper >= Number.MAX_SAFE_INTEGER ? undefined : upper;
}

function rangeOf(from: number | undefined, to: number | undefined): string | null {
  if (from === undefined) return to === undefined ? null : `up to ${to}`;
  if (to === undefined) return `${from} or more`;
  return from === to ? `${from}` : `${from} to ${to}`;
}

function withBounds(kind: string, bounds: string | null): string {
  return bounds === null ? kind : `${kind} (${bounds})`;
}
