import type { Context } from '../context.ts';
import type { FormHash } from './form.ts';
import type { Parameters, Shape } from './parameters.ts';
import { listOf, readParameters, text } from './parameters.ts';

/** One operation of Stripe's API: its address, the parameters it knows, and what it does. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** As Hono writes it: `/v1/refunds/:id`. */
  readonly path: string;
  /** Whether a publishable key may call it. */
  readonly publishable: boolean;
  /** Reads the parameters, then acts. Only what fails after reading is remembered under an idempotency key. */
  readonly read: (form: FormHash) => (context: Context, ids: Ids) => Answer;
}

export interface Answer {
  readonly object: object;
  readonly expand: readonly string[];
}

/** The ids in the address. */
export interface Ids {
  readonly id: string;
  readonly childId: string;
}

interface Declaration<S extends Shape> {
  readonly method: Operation['method'];
  readonly path: string;
  readonly parameters: S;
  readonly publishable?: boolean;
  readonly run: (context: Context, parameters: Parameters<S>, ids: Ids) => object;
}

const framework = { expand: listOf(text()) };

/** Declares an operation; every one takes `expand` besides its own parameters. */
export function operation<S extends Shape>(declaration: Declaration<S>): Operation {
  const { method, path, publishable = false, parameters, run } = declaration;
  return {
    method,
    path,
    publishable,
    read(form) {
      const { expand, ...own } = form;
      const values = readParameters({ ...own }, parameters);
      const paths = expand === undefined ? [] : framework.expand.read(expand, 'expand');
      return (context, ids) => ({ object: run(context, values, ids), expand: paths });
    },
  };
}
