import { z } from 'zod';
import { readCommission, readOutstanding, readPayouts } from '../features/reports/index.ts';
import { listTenantSlugs } from '../jobs/due-work.ts';
import { writeCsv } from '../platform/csv/write-csv.ts';
import type { Services } from '../services.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

const Options = z.strictObject({
  tenant: z.string().optional(),
  mode: z.enum(['test', 'live'], 'must be test or live').default('live'),
  from: z.string().optional(),
  to: z.string().optional(),
  format: z.enum(['json', 'csv'], 'must be json or csv').default('csv'),
});

const month = /^20\d\d-(?:0[1-9]|1[0-2])$/;
const day = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** `mais report`: prints one of a tenant's reports, as its API gives it, or the commission of all tenants. */
export async function reportCommand(services: Services, args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  const { tenant: slug, mode, format, ...span } = readOptions(Options, rest);
  const report = slug === undefined ? await readAll(services, name ?? '', mode, span) : await read(services, await find(services, slug, mode), name ?? '', span);
  if (format === 'csv') process.stdout.write(report.csv);
  else console.log(JSON.stringify(report.body, null, 2));
}

interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

async function find(services: Services, slug: string, mode: 'test' | 'live') {
  const tenant = await services.directory.findBySlug(slug);
  if (tenant === null) throw new UsageError(`There is no tenant "${slug}".`);
  return { tenant, scope: { tenantId: tenant.id, livemode: mode === 'live' } };
}

/** What the platform earned, by tenant and month. */
async function readAll(services: Services, name: string, mode: 'test' | 'live', span: Span) {
  if (name !== 'commission') throw new UsageError('--tenant is required; only the commission is reported of all tenants');
  assertSpan(span, month, 'a month such as 2027-06');
  const rows = [];
  for (const slug of await listTenantSlugs(services.platform)) {
    const { body } = await readCommission(services, await find(services, slug, mode), span);
    rows.push(...body.months.map((row) => ({ tenant: slug, ...row })));
  }
  const columns = ['tenant', 'month', 'currency', 'chargedMinor', 'refundedMinor', 'commissionMinor', 'commissionRefundedMinor', 'commissionNetMinor', 'stripeFeesMinor'] as const;
  return { body: { months: rows }, csv: writeCsv(columns, rows) };
}

function read(services: Services, of: Parameters<typeof readOutstanding>[1], name: string, span: Span) {
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

function assertSpan({ from, to }: Span, form: RegExp, what: string): void {
  const wrong = Object.entries({ from, to }).filter(([, value]) => value !== undefined && !form.test(value));
  if (wrong.length > 0) throw new UsageError(wrong.map(([option]) => `--${option} must be ${what}`).join('\n'));
}
