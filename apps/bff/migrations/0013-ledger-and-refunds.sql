-- Double entry, whole: what each posting stands for, which of Stripe's balance transactions it names, and every account there is.

-- One row for what happened once: `subject` is the payment, refund, dispute's movement or payout that `kind` says it of.
create table ledger_postings (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  kind text not null check (kind in ('charge', 'stripe_fee', 'refund', 'fee_refund', 'refund_failure', 'dispute', 'payout', 'payout_failure', 'adjustment')),
  subject text not null,
  stripe_account_id text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  booking_id uuid,
  payment_id uuid,
  refund_id uuid,
  cause text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, livemode, kind, subject),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, refund_id) references refunds (tenant_id, id)
);
create index ledger_postings_by_time on ledger_postings (tenant_id, livemode, stripe_account_id, created_at);
select isolate_by_tenant('ledger_postings');
grant select, insert on ledger_postings to mais_app;

-- What was posted before: a payment's charge, a refund with its fee's part, and what a failed refund left.
alter table ledger_entries no force row level security;
alter table ledger_postings no force row level security;
alter table payments no force row level security;
insert into ledger_postings (tenant_id, id, livemode, kind, subject, stripe_account_id, currency, booking_id, payment_id, refund_id, cause, created_at)
select entry.tenant_id, entry.posting_id, entry.livemode,
  case when entry.refund_id is null then 'charge' when bool_or(entry.account = 'booking_revenue' and entry.amount_minor < 0) then 'refund_failure' else 'refund' end,
  coalesce(entry.refund_id, entry.payment_id)::text, min(payment.stripe_account_id), min(entry.currency), entry.booking_id, entry.payment_id, entry.refund_id,
  'migration', min(entry.created_at)
from ledger_entries as entry join payments as payment on payment.tenant_id = entry.tenant_id and payment.id = entry.payment_id
group by entry.tenant_id, entry.posting_id, entry.livemode, entry.booking_id, entry.payment_id, entry.refund_id
on conflict do nothing;
alter table ledger_entries force row level security;
alter table ledger_postings force row level security;
alter table payments force row level security;

alter table ledger_entries
  drop constraint ledger_entries_account_check,
  add constraint ledger_entries_account_check check (
    account in ('stripe_balance', 'booking_revenue', 'platform_commission', 'stripe_fees', 'disputes', 'bank', 'adjustments')),
  alter column booking_id drop not null,
  alter column payment_id drop not null,
  add foreign key (tenant_id, posting_id) references ledger_postings (tenant_id, id);
create index ledger_entries_by_account on ledger_entries (tenant_id, livemode, account, created_at);

-- What a posting moves of `stripe_balance` is the sum of its parts of Stripe's balance transactions. A charge has none until Stripe
-- has booked it; its transaction is the charge's and that of Stripe's own fee.
create table ledger_balance_transactions (
  tenant_id uuid not null,
  posting_id uuid not null,
  balance_transaction_id text not null,
  livemode boolean not null,
  net_minor bigint not null,
  created_at timestamptz not null,
  primary key (tenant_id, posting_id, balance_transaction_id),
  foreign key (tenant_id, posting_id) references ledger_postings (tenant_id, id)
);
create index ledger_balance_transactions_by_id on ledger_balance_transactions (tenant_id, livemode, balance_transaction_id);
select isolate_by_tenant('ledger_balance_transactions');
grant select, insert on ledger_balance_transactions to mais_app;

create function assert_posting_named() returns trigger language plpgsql as $$
begin
  if (select sum(net_minor) from ledger_balance_transactions where tenant_id = new.tenant_id and posting_id = new.posting_id)
    <> (select coalesce(sum(amount_minor), 0) from ledger_entries where tenant_id = new.tenant_id and posting_id = new.posting_id and account = 'stripe_balance') then
    raise exception 'ledger posting % moves another amount than its balance transactions', new.posting_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_postings_named after insert on ledger_balance_transactions
  deferrable initially deferred for each row execute function assert_posting_named();

-- The grants keep the application from it; this keeps everybody.
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only added to' using errcode = 'restrict_violation';
end $$;
create trigger ledger_is_append_only before update or delete or truncate on ledger_postings for each statement execute function refuse_ledger_change();
create trigger ledger_is_append_only before update or delete or truncate on ledger_entries for each statement execute function refuse_ledger_change();
create trigger ledger_is_append_only before update or delete or truncate on ledger_balance_transactions for each statement execute function refuse_ledger_change();

-- Stripe books a charge some time after it has succeeded, and a part of the commission that goes back by itself.
alter table payments add column balance_transaction_id text, add column stripe_fee_minor bigint;
create index payments_unbooked on payments (succeeded_at) where status = 'succeeded' and balance_transaction_id is null;
grant select (succeeded_at, balance_transaction_id) on payments to mais_platform;

-- A refund that the customer's bank refused is tried again, as a row of its own: `attempt` counts them, `retry_of` is the one before.
alter table refunds
  add column balance_transaction_id text,
  add column failure_balance_transaction_id text,
  add column fee_refund_id text,
  add column fee_balance_transaction_id text,
  add column failure_code text,
  add column attempt smallint not null default 1 check (attempt >= 1),
  add column retry_of uuid,
  add column tries smallint not null default 0,
  -- Of a refund that isn't settled: when it is looked after next; of a failed one: when another one is made.
  add column next_try_at timestamptz,
  add foreign key (tenant_id, retry_of) references refunds (tenant_id, id);
create unique index refunds_one_retry on refunds (tenant_id, retry_of) where retry_of is not null;
drop index refunds_unsettled;
create index refunds_due on refunds (next_try_at) where next_try_at is not null;
alter table refunds no force row level security;
update refunds set next_try_at = updated_at where status in ('pending', 'submitted') or stripe_refund_id is not null;
alter table refunds force row level security;
grant select (next_try_at) on refunds to mais_platform;
