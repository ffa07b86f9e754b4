-- What customers' banks take back, and what goes to the tenants' banks, as Stripe last said. `version` counts its answers, so that one
-- that is older than another isn't applied after it.

create table disputes (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  booking_id uuid not null,
  payment_id uuid not null,
  stripe_dispute_id text not null,
  status text not null,
  reason text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  -- Whether the payment can still be refunded, as it can while the bank only inquires.
  is_charge_refundable boolean not null,
  evidence_due_by timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, stripe_dispute_id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index disputes_by_payment on disputes (tenant_id, payment_id);
select isolate_by_tenant('disputes');
grant select, insert, update on disputes to mais_app;

create table payouts (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  stripe_account_id text not null,
  stripe_payout_id text not null,
  status text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Negative for what Stripe takes from the bank, to balance an account that owes it.
  amount_minor bigint not null,
  arrives_at timestamptz not null,
  failure_code text,
  initiated_at timestamptz not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, stripe_payout_id)
);
create index payouts_by_time on payouts (tenant_id, livemode, initiated_at);
select isolate_by_tenant('payouts');
grant select, insert, update on payouts to mais_app;

-- How far an account's books at Stripe have been read, for what no event told, and compared with the ledger.
create table account_books (
  tenant_id uuid not null references tenants (id),
  livemode boolean not null,
  stripe_account_id text not null,
  read_through timestamptz,
  read_at timestamptz,
  checked_through timestamptz,
  checked_at timestamptz,
  primary key (tenant_id, livemode, stripe_account_id)
);
select isolate_by_tenant('account_books');
grant select, insert, update on account_books to mais_app;
create policy platform_finds on account_books for select to mais_platform using (true);
grant select (tenant_id, livemode, stripe_account_id, read_at, checked_at) on account_books to mais_platform;

-- What each comparison of the ledger with Stripe found; `differences` name the postings and entries involved.
create table ledger_checks (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  stripe_account_id text not null,
  agrees boolean not null,
  transactions integer not null,
  balances jsonb not null,
  differences jsonb not null,
  checked_at timestamptz not null,
  primary key (tenant_id, id)
);
create index ledger_checks_by_time on ledger_checks (tenant_id, livemode, checked_at);
select isolate_by_tenant('ledger_checks');
grant select, insert on ledger_checks to mais_app;
