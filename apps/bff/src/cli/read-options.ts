import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { UsageError } from './usage-error.ts';

/**
 * Reads `--name value` pairs as an object; a field that is an array may be given more than once.
 * @throws UsageError naming every wrong or missing option
 */
export function readOptions<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, args: readonly string[], many: readonly string[] = []): z.infer<z.ZodObject<Shape>> {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...args], options: Object.fromEntries(Object.keys(schema.shape).map((name) => [name, { type: 'string', multiple: many.includes(name) } as const])) }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const parsed = schema.safeParse({ ...values });
  if (parsed.success) return parsed.data;
  const complaint = (name: string, message: string) => `--${name} ${values[name] === undefined ? 'is required' : message}`;
  throw new UsageError(parsed.error.issues.map((issue) => complaint(String(issue.path[0]), issue.message)).join('\n'));
}
