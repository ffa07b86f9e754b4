import type { Context } from 'hono';
import { decodeForm } from '../http/form.ts';
import type { Parameters, Shape } from '../http/parameters.ts';
import { readParameters } from '../http/parameters.ts';

/**
 * Reads the form of a control route.
 * @throws ApiError 400 for what is missing, unknown or wrong
 */
export async function readControlForm<S extends Shape>(http: Context, shape: S): Promise<Parameters<S>> {
  return readParameters(decodeForm(await http.req.text()), shape);
}
