-- Tenants, their keys and origins, the catalog and the rules of availability.
--
-- Every table with a tenant: primary, foreign and unique keys begin with tenant_id (so that the schema can be
-- distributed by tenant), row-level security is forced, and text with CHECK stands in for enums (an enum's `=` is not
-- leakproof, so a policy would keep it from using an index).

create extension if not exists btree_gist;

-- The policy's expression. After `set local` and a commit the setting reads '' and not null, hence nullif; the scalar
-- subquery in each policy makes it run once a query and not once a row.
create function current_tenant_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create table tenants (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 200),
  email text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  locale text not null default 'en',
  status text not null default 'trialing'
    check (status in ('demo', 'trialing', 'active', 'past_due', 'suspended', 'deleted')),
  commission_bps integer not null check (commission_bps between 50 and 5000),
  branding jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table api_keys (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  kind text not null check (kind in ('publishable', 'secret')),
  livemode boolean not null,
  key_hash bytea not null check (length(key_hash) = 32),
  hint text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key_hash)
);
create index api_keys_by_hash on api_keys (key_hash);

create table tenant_origins (
  tenant_id uuid not null references tenants (id),
  origin text not null check (origin ~ '^https?://[^/]+$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, origin)
);

create table stripe_accounts (
  tenant_id uuid not null references tenants (id),
  livemode boolean not null,
  account_id text not null,
  charges_enabled boolean not null default false,
  payouts_enabled boolean not null default false,
  details_submitted boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, livemode)
);
create index stripe_accounts_by_account on stripe_accounts (account_id);

create table resources (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null,
  units smallint not null default 1 check (units between 1 and 1000),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index resources_one_default on resources (tenant_id) where is_default;

create table schedules (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table schedule_rules (
  tenant_id uuid not null,
  schedule_id uuid not null,
  weekday smallint not null check (weekday between 1 and 7),
  start_minute smallint not null check (start_minute between 0 and 1439),
  end_minute smallint not null check (end_minute <= 1440),
  primary key (tenant_id, schedule_id, weekday, start_minute),
  foreign key (tenant_id, schedule_id) references schedules (tenant_id, id) on delete cascade,
  check (end_minute > start_minute)
);

-- A day whose hours differ: it replaces the weekly rules of that day; no row in date_override_ranges means closed.
create table date_overrides (
  tenant_id uuid not null,
  schedule_id uuid not null,
  day_local date not null,
  primary key (tenant_id, schedule_id, day_local),
  foreign key (tenant_id, schedule_id) references schedules (tenant_id, id) on delete cascade
);

create table date_override_ranges (
  tenant_id uuid not null,
  schedule_id uuid not null,
  day_local date not null,
  start_minute smallint not null check (start_minute between 0 and 1439),
  end_minute smallint not null check (end_minute <= 1440),
  primary key (tenant_id, schedule_id, day_local, start_minute),
  foreign key (tenant_id, schedule_id, day_local)
    references date_overrides (tenant_id, schedule_id, day_local) on delete cascade,
  check (end_minute > start_minute)
);

-- Nothing can be booked on these days. Without a resource the whole tenant is closed.
create table blackouts (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  resource_id uuid,
  starts_on date not null,
  ends_on date not null,
  reason text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, resource_id) references resources (tenant_id, id),
  check (ends_on >= starts_on)
);
create index blackouts_by_day on blackouts (tenant_id, ends_on);

create table packages (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 200),
  summary text not null default '',
  description text not null default '',
  category text,
  image text,
  kind text not null check (kind in ('day', 'slot', 'session')),
  visibility text not null default 'public' check (visibility in ('public', 'hidden')),
  position integer not null default 0,
  price_minor bigint not null check (price_minor >= 0),
  price_basis text not null default 'booking' check (price_basis in ('booking', 'person')),
  tax_bps integer not null default 0 check (tax_bps between 0 and 5000),
  tax_behaviour text not null default 'inclusive' check (tax_behaviour in ('inclusive', 'exclusive')),
  min_party_size smallint not null default 1 check (min_party_size >= 1),
  max_party_size smallint not null default 1 check (max_party_size <= 1000),
  schedule_id uuid not null,
  duration_minutes integer check (duration_minutes between 1 and 10080),
  step_minutes integer check (step_minutes between 1 and 1440),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 1440),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 1440),
  seats smallint check (seats between 1 and 10000),
  min_notice_minutes integer not null default 0 check (min_notice_minutes >= 0),
  booking_window_days integer not null default 365 check (booking_window_days between 1 and 1095),
  daily_limit integer check (daily_limit >= 1),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, schedule_id) references schedules (tenant_id, id),
  check (min_party_size <= max_party_size),
  check ((kind = 'day') = (duration_minutes is null)),
  check ((kind = 'day') = (step_minutes is null)),
  check ((kind = 'session') = (seats is not null))
);

create table package_resources (
  tenant_id uuid not null,
  package_id uuid not null,
  resource_id uuid not null,
  primary key (tenant_id, package_id, resource_id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, resource_id) references resources (tenant_id, id)
);

create table add_ons (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  price_minor bigint not null check (price_minor >= 0),
  price_basis text not null default 'booking' check (price_basis in ('booking', 'person')),
  max_quantity smallint not null default 1 check (max_quantity between 1 and 1000),
  position integer not null default 0,
  for_all_packages boolean not null default false,
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);

create table package_add_ons (
  tenant_id uuid not null,
  package_id uuid not null,
  add_on_id uuid not null,
  primary key (tenant_id, package_id, add_on_id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, add_on_id) references add_ons (tenant_id, id) on delete cascade
);
