import type { ApiError } from './api-error.ts';
import { invalidRequest, notEmulated } from './api-error.ts';
import type { FormHash, FormValue } from './form.ts';

/** One declared parameter: how its form value becomes a typed one. */
export interface Field<T> {
  readonly read: (raw: FormValue, path: string) => T;
  readonly required?: boolean;
}

/** The parameters that an operation knows; any other is refused, as at Stripe. */
export type Shape = Readonly<Record<string, Field<unknown>>>;

/** What Stripe's typings say that an operation takes, so that none of it is forgotten here; `expand` goes without saying. */
export type Declared<P> = Readonly<Record<Exclude<keyof P, 'expand'>, Field<unknown>>>;

type Value<F> = F extends Field<infer T> ? T : never;
type RequiredKeys<S extends Shape> = { [K in keyof S]: S[K] extends { readonly required: true } ? K : never }[keyof S];

/** What reading a shape gives. */
export type Parameters<S extends Shape> = { readonly [K in RequiredKeys<S>]: Value<S[K]> } & {
  readonly [K in Exclude<keyof S, RequiredKeys<S>>]?: Value<S[K]>;
};

/**
 * Reads a decoded form by its declaration.
 * @throws ApiError 400 with `parameter_unknown`, `parameter_missing`, or what is wrong with a value
 */
export function readParameters<S extends Shape>(form: FormHash, shape: S, path = ''): Parameters<S> {
  const unknown = Object.keys(form).filter((name) => !Object.hasOwn(shape, name)).map((name) => join(path, name));
  if (unknown.length > 0) {
    const plural = unknown.length > 1 ? 's' : '';
    throw invalidRequest(`Received unknown parameter${plural}: ${unknown.join(', ')}`, { code: 'parameter_unknown', param: unknown[0] ?? '' });
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const raw = form[name];
    if (raw === undefined && field.required === true) throw missing(join(path, name));
    if (raw !== undefined) values[name] = field.read(raw, join(path, name));
  }
  return values as Parameters<S>;
}

/** The error for a parameter that isn't there. */
export function missing(param: string): ApiError {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

export function required<T>(field: Field<T>): Field<T> & { readonly required: true } {
  return { ...field, required: true };
}

/** An empty value means "unset", read as null. */
export function clearable<T>(field: Field<T>): Field<T | null> {
  return { read: (raw, path) => (raw === '' ? null : field.read(raw, path)) };
}

export function text(maxLength = 5000): Field<string> {
  return {
    read(raw, path) {
      const value = scalar(raw, path, 'string');
      if (value === '') throw empty(path);
      if (value.length > maxLength) throw invalidRequest(`Invalid ${path}: must be at most ${maxLength} characters`, { param: path });
      return value;
    },
  };
}

export function integer(): Field<number> {
  return {
    read(raw, path) {
      const value = scalar(raw, path, 'integer');
      if (value === '') throw empty(path);
      if (!/^-?\d{1,15}$/.test(value)) throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: path });
      return Number(value);
    },
  };
}

export function boolean(): Field<boolean> {
  return {
    read(raw, path) {
      const value = scalar(raw, path, 'boolean');
      if (value !== 'true' && value !== 'false') throw invalidRequest(`Invalid boolean: ${value}`, { param: path });
      return value === 'true';
    },
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Field<T> {
  return {
    read(raw, path) {
      const value = scalar(raw, path, 'string');
      const choice = choices.find((candidate) => candidate === value);
      if (choice === undefined) throw invalidRequest(`Invalid ${path}: must be one of ${listed(choices)}`, { param: path });
      return choice;
    },
  };
}

export function hash<S extends Shape>(shape: S): Field<Parameters<S>> {
  return { read: (raw, path) => readParameters(asHash(raw, path), shape, path) };
}

export function listOf<T>(item: Field<T>): Field<T[]> {
  return {
    read(raw, path) {
      const entries = Object.entries(asHash(raw, path, 'array'));
      return entries.map(([key, value]) => {
        if (!/^\d*$/.test(key)) throw invalidRequest(`Invalid array`, { param: path });
        return item.read(value, `${path}[${key}]`);
      });
    },
  };
}

/** Up to 50 names of at most 40 characters with values of at most 500; an empty value removes the name. */
export function metadata(): Field<Record<string, string> | null> {
  return {
    read(raw, path) {
      if (raw === '') return null;
      const entries = Object.entries(asHash(raw, path));
      if (entries.length > 50) throw invalidRequest('Metadata can have at most 50 keys.', { param: path });
      return Object.fromEntries(entries.map(([name, value]) => [metadataName(name, path), metadataValue(value, join(path, name))]));
    },
  };
}

/** Seconds, or a range of them. */
export function timeRange(): Field<TimeRange> {
  const shape = { gt: integer(), gte: integer(), lt: integer(), lte: integer() };
  return {
    read(raw, path) {
      if (typeof raw !== 'string') return readParameters(raw, shape, path);
      const exactly = integer().read(raw, path);
      return { gte: exactly, lte: exactly };
    },
  };
}

export interface TimeRange {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

/** A parameter that Stripe takes and the emulator refuses. */
export function unsupported(): Field<never> {
  return {
    read(_raw, path) {
      throw notEmulated(`\`${path}\``, path);
    },
  };
}

/** Declares several parameters that Stripe takes and the emulator refuses. */
export function unsupportedParameters<const N extends string>(...names: readonly N[]): Record<N, Field<never>> {
  return Object.fromEntries(names.map((name) => [name, unsupported()])) as Record<N, Field<never>>;
}

function metadataName(name: string, path: string): string {
  if (name.length > 40) throw invalidRequest(`Metadata keys must be at most 40 characters: ${name}`, { param: path });
  return name;
}

function metadataValue(raw: FormValue, path: string): string {
  const value = scalar(raw, path, 'string');
  if (value.length > 500) throw invalidRequest('Metadata values must be at most 500 characters.', { param: path });
  return value;
}

function scalar(raw: FormValue, path: string, type: string): string {
  if (typeof raw !== 'string') throw invalidRequest(`Invalid ${type}: ${path} is a hash`, { param: path });
  return raw;
}

function asHash(raw: FormValue, path: string, type: 'object' | 'array' = 'object'): FormHash {
  if (typeof raw === 'string') throw invalidRequest(`Invalid ${type}`, { param: path });
  return raw;
}

function empty(path: string): ApiError {
  return invalidRequest(
    `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a field; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: path },
  );
}

function listed(choices: readonly string[]): string {
  return new Intl.ListFormat('en-US', { type: 'disjunction' }).format(choices);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}[${name}]`;
}
