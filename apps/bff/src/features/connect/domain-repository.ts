import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface DomainRow {
  readonly domain: string;
  readonly accountId: string;
  readonly stripeDomainId: string | null;
  readonly state: 'pending' | 'active' | 'incomplete' | 'refused';
  readonly inactiveMethods: readonly string[];
  readonly problem: string | null;
  readonly attempts: number;
  readonly nextTryAt: Date | null;
}

export async function listDomains(tx: TenantTx): Promise<DomainRow[]> {
  return tx.sql<DomainRow[]>`select ${columns(tx)} from payment_method_domains where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} order by domain`;
}

export async function findDomain(tx: TenantTx, domain: string): Promise<DomainRow | null> {
  const [row] = await tx.sql<DomainRow[]>`
    select ${columns(tx)} from payment_method_domains where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and domain = ${domain}`;
  return row ?? null;
}

/** Has these domains registered for the account; those that are, or are being, stay as they are. Returns how many are new. */
export async function insertDomains(tx: TenantTx, accountId: string, domains: readonly string[], now: Date): Promise<number> {
  const rows = await tx.sql`
    insert into payment_method_domains (tenant_id, livemode, domain, account_id, next_try_at, created_at, updated_at)
    select ${tx.tenantId}, ${tx.livemode}, domain, ${accountId}, ${now}, ${now}, ${now} from unnest(${tx.sql.array([...domains], 25)}::text[]) as domain
    on conflict (tenant_id, livemode, domain) do update set
      account_id = excluded.account_id, stripe_domain_id = null, state = 'pending', inactive_methods = '{}', problem = null, attempts = 0,
      next_try_at = excluded.next_try_at, updated_at = excluded.updated_at
    where payment_method_domains.tenant_id = excluded.tenant_id and payment_method_domains.account_id <> excluded.account_id
    returning domain`;
  return rows.length;
}

export type DomainMove = Pick<DomainRow, 'stripeDomainId' | 'state' | 'inactiveMethods' | 'problem' | 'nextTryAt'>;

/** Keeps how a try went, unless another one has been made since. */
export async function updateDomain(tx: TenantTx, before: DomainRow, move: DomainMove, now: Date): Promise<void> {
  await tx.sql`
    update payment_method_domains set
      stripe_domain_id = ${move.stripeDomainId}, state = ${move.state}, inactive_methods = ${tx.sql.array([...move.inactiveMethods], 25)},
      problem = ${move.problem}, attempts = attempts + 1, next_try_at = ${move.nextTryAt}, updated_at = ${now}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and domain = ${before.domain} and account_id = ${before.accountId}
      and attempts = ${before.attempts}`;
}

function columns({ sql }: TenantTx) {
  return sql`domain, account_id, stripe_domain_id, state, inactive_methods, problem, attempts, next_try_at`;
}
