import { z } from 'zod';
import { readCommission, readOutstanding, readPayouts } from '../features/reports/index.ts';
import type { Services } from '../services.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

const Options = z.strictObject({
  tenant: z.string(),
  mode: z.enum(['test', 'live'], 'must be test or live').default('live'),
  from: z.string().optional(),
  to: z.string().optional(),
  format: z.enum(['json', 'csv'], 'must be json or csv').default('csv'),
});

const month = /^20\d\d-(?:0[1-9]|1[0-2])$/;
const day = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** `mais report`: prints one of a tenant's reports, as its API gives it. */
export async function reportCommand(services: Services, args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  const { tenant: slug, mode, format, from, to } = readOptions(Options, rest);
  const tenant = await services.directory.findBySlug(slug);
  if (tenant === null) throw new UsageError(`There is no tenant "${slug}".`);
  const of = { tenant, scope: { tenantId: tenant.id, livemode: mode === 'live' } };
  const report = await read(services, of, name ?? '', { from, to });
  if (format === 'csv') process.stdout.write(report.csv);
  else console.log(JSON.stringify(report.body, null, 2));
}

function read(services: Services, of: Parameters<typeof readOutstanding>[1], name: string, span: { from: string | undefined; to: string | undefined }) {
  switch (name) {
    case 'commission':
      assertSpan(span, month, 'a month such as 2027-06');
      return readCommission(services, of, span);
    case 'payouts':
      assertSpan(span, day, 'a day such as 2027-06-12');
      return readPayouts(services, of, span);
    case 'outstanding-balances':
      return readOutstanding(services, of);
    default:
      throw new UsageError('Say which report: commission, payouts or outstanding-balances.');
  }
}

function assertSpan({ from, to }: { from: string | undefined; to: string | undefined }, form: RegExp, what: string): void {
  const wrong = Object.entries({ from, to }).filter(([, value]) => value !== undefined && !form.test(value));
  if (wrong.length > 0) throw new UsageError(wrong.map(([option]) => `--${option} must be ${what}`).join('\n'));
}
