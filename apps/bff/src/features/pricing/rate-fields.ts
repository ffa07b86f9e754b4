import type { FieldError } from '@mais/contract';
import type { PackageId } from '../../platform/ids.ts';
import { findPackage } from '../catalog/index.ts';
import { chargeLimits } from '../payments/index.ts';
import type { Editor } from './editor.ts';

/** What doesn't fit in the fields that say how much something takes off or adds, and for which packages. */
export function rateErrors(
  { catalog, currency }: Editor,
  { percentBps, amountMinor, packages = [] }: { readonly percentBps?: number | undefined; readonly amountMinor?: number | undefined; readonly packages?: readonly string[] | undefined },
): FieldError[] {
  const { stepMinor } = chargeLimits(currency);
  const errors: FieldError[] = packages.flatMap((slug, index) => (findPackage(catalog, slug) ? [] : [{ pointer: `/packages/${index}`, detail: 'is no package of yours' }]));
  if (percentBps === undefined && amountMinor === undefined) errors.push({ pointer: '/percentBps', detail: 'is required, or amountMinor' });
  if (percentBps !== undefined && amountMinor !== undefined) errors.push({ pointer: '/amountMinor', detail: 'must be left out where percentBps is given' });
  if (amountMinor !== undefined && amountMinor % stepMinor !== 0) errors.push({ pointer: '/amountMinor', detail: `must be a multiple of ${stepMinor} in ${currency}` });
  return errors;
}

/** Each package once, by its id. */
export function packageIdsOf({ catalog }: Editor, slugs: readonly string[]): PackageId[] {
  return [...new Set(slugs.flatMap((slug) => findPackage(catalog, slug)?.id ?? []))];
}
