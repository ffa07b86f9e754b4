-- Holds, claims, bookings, and the money.

create table holds (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  package_id uuid not null,
  status text not null default 'active' check (status in ('active', 'booked', 'released', 'expired')),
  party_size smallint not null check (party_size >= 1),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id),
  check (ends_at > starts_at)
);
create index holds_due on holds (expires_at) where status = 'active';
create index holds_by_start on holds (tenant_id, livemode, package_id, starts_at);

-- One departure of a package with seats. Its counter moves only together with a row of seat_claims, and while any seat
-- is taken the session itself claims the package's resources, once.
create table sessions (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  package_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  capacity smallint not null check (capacity >= 0),
  seats_claimed smallint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, livemode, package_id, starts_at),
  foreign key (tenant_id, package_id) references packages (tenant_id, id),
  check (seats_claimed between 0 and capacity)
);

create table customers (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  email text not null,
  email_normalised text not null,
  name text not null,
  phone text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, livemode, email_normalised)
);

create table bookings (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  reference text not null,
  hold_id uuid not null,
  package_id uuid not null,
  customer_id uuid not null,
  status text not null check (status in ('requested', 'pending_payment', 'confirmed', 'completed', 'cancelled', 'declined', 'expired', 'no_show')),
  payment_status text not null default 'none'
    check (payment_status in ('none', 'processing', 'deposit_paid', 'paid', 'partly_refunded', 'refunded', 'disputed')),
  package_slug text not null,
  package_name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  blocked_starts_at timestamptz not null,
  blocked_ends_at timestamptz not null,
  day_local date not null,
  tenant_time_zone text not null,
  customer_time_zone text,
  locale text,
  party_size smallint not null check (party_size >= 1),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor >= 0),
  due_now_minor bigint not null check (due_now_minor between 0 and total_minor),
  commission_bps integer not null,
  note text,
  answers jsonb not null default '{}',
  attribution jsonb not null default '{}',
  expires_at timestamptz,
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, livemode, reference),
  unique (tenant_id, hold_id),
  foreign key (tenant_id, hold_id) references holds (tenant_id, id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  check ((status = 'pending_payment') <= (expires_at is not null)),
  check (ends_at > starts_at)
);
create index bookings_due on bookings (expires_at) where status = 'pending_payment';
create index bookings_by_day on bookings (tenant_id, package_id, day_local);
create index bookings_by_start on bookings (tenant_id, starts_at);

create table booking_transitions (
  tenant_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  from_status text,
  to_status text not null,
  cause text not null,
  actor text not null,
  occurred_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id)
);
create index booking_transitions_by_booking on booking_transitions (tenant_id, booking_id, occurred_at);

create table booking_line_items (
  tenant_id uuid not null,
  booking_id uuid not null,
  position smallint not null,
  kind text not null check (kind in ('package', 'add_on', 'tax')),
  add_on_id uuid,
  description text not null,
  quantity integer not null check (quantity >= 1),
  unit_amount_minor bigint not null check (unit_amount_minor >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (tenant_id, booking_id, position),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  foreign key (tenant_id, add_on_id) references add_ons (tenant_id, id)
);

-- A claim is one unit of one resource for one span. Whole days, slots with their buffers, and units of a pool are all
-- claims, so that they exclude each other by this one constraint. A claim of a hold, or of a booking that still waits
-- for its payment, ends at expires_at; a confirmed booking's and a session's has none.
create table claims (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  resource_id uuid not null,
  unit_no smallint not null check (unit_no >= 1),
  hold_id uuid,
  session_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  blocked_span tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  expires_at timestamptz,
  released_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, resource_id) references resources (tenant_id, id),
  foreign key (tenant_id, hold_id) references holds (tenant_id, id),
  foreign key (tenant_id, session_id) references sessions (tenant_id, id),
  check (num_nonnulls(hold_id, session_id) = 1),
  check (session_id is null or expires_at is null),
  check (ends_at > starts_at),
  constraint claims_no_overlap exclude using gist (
    tenant_id with =, livemode with =, resource_id with =, unit_no with =, blocked_span with &&
  ) where (released_at is null)
);
-- `&&` is not leakproof, so row-level security keeps it from the gist index; searches compare starts_at and ends_at.
create index claims_by_start on claims (tenant_id, livemode, resource_id, starts_at) where released_at is null;
create index claims_by_hold on claims (tenant_id, hold_id) where hold_id is not null;
create index claims_by_session on claims (tenant_id, session_id) where session_id is not null;

create table seat_claims (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  session_id uuid not null,
  hold_id uuid not null,
  seats smallint not null check (seats >= 1),
  expires_at timestamptz,
  released_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, session_id) references sessions (tenant_id, id),
  foreign key (tenant_id, hold_id) references holds (tenant_id, id)
);
create index seat_claims_by_session on seat_claims (tenant_id, session_id) where released_at is null;
create index seat_claims_by_hold on seat_claims (tenant_id, hold_id);

create table payments (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  booking_id uuid not null,
  purpose text not null default 'full' check (purpose in ('full', 'deposit', 'balance')),
  attempt smallint not null check (attempt >= 1),
  status text not null default 'creating'
    check (status in ('creating', 'requires_payment', 'processing', 'succeeded', 'cancelled')),
  stripe_account_id text not null,
  payment_intent_id text,
  sealed_client_secret bytea,
  charge_id text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  application_fee_minor bigint not null check (application_fee_minor between 0 and amount_minor),
  last_error_code text,
  succeeded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, payment_intent_id),
  unique (tenant_id, booking_id, purpose, attempt),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id)
);
create unique index payments_one_open on payments (tenant_id, booking_id, purpose)
  where status in ('creating', 'requires_payment', 'processing');
create index payments_unsettled on payments (created_at) where status in ('creating', 'requires_payment', 'processing');

create table refunds (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  payment_id uuid not null,
  stripe_refund_id text,
  status text not null default 'pending' check (status in ('pending', 'submitted', 'succeeded', 'failed')),
  reason text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  application_fee_refund_minor bigint not null check (application_fee_refund_minor between 0 and amount_minor),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, stripe_refund_id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index refunds_by_payment on refunds (tenant_id, payment_id);
create index refunds_unsettled on refunds (created_at) where status in ('pending', 'submitted');

-- Double entry: the amounts of one posting sum to zero (checked at commit), and no entry is ever changed.
create table ledger_entries (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  posting_id uuid not null,
  account text not null check (account in ('stripe_balance', 'booking_revenue', 'platform_commission')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0),
  booking_id uuid not null,
  payment_id uuid not null,
  refund_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, refund_id) references refunds (tenant_id, id)
);
create index ledger_entries_by_booking on ledger_entries (tenant_id, booking_id);
create index ledger_entries_by_posting on ledger_entries (tenant_id, posting_id);

create function assert_posting_balances() returns trigger language plpgsql as $$
begin
  if (select sum(amount_minor) from ledger_entries
      where tenant_id = new.tenant_id and posting_id = new.posting_id and currency = new.currency) <> 0 then
    raise exception 'ledger posting % does not balance', new.posting_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_postings_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function assert_posting_balances();

create table stripe_events (
  tenant_id uuid not null references tenants (id),
  id text not null,
  livemode boolean not null,
  account_id text not null,
  type text not null,
  payload jsonb not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table idempotency_keys (
  tenant_id uuid not null references tenants (id),
  livemode boolean not null,
  operation text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  resource_id uuid,
  sealed_response bytea,
  created_at timestamptz not null default now(),
  primary key (tenant_id, livemode, operation, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

-- What must happen after the commit: calls to Stripe and news to others.
create table outbox (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  dispatched_at timestamptz,
  primary key (tenant_id, id)
);
create index outbox_waiting on outbox (created_at) where dispatched_at is null;

create table audit_log (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  actor text not null,
  action text not null,
  entity text not null,
  entity_id text not null,
  change jsonb not null default '{}',
  request_id text,
  occurred_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index audit_log_by_time on audit_log (tenant_id, occurred_at);
