-- Who waits for a time that is taken, and what was offered to them.

create table waitlist_entries (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  package_id uuid not null,
  -- In the tenant's zone; any time of it, or the one that starts_at says.
  day_local date not null,
  starts_at timestamptz,
  -- When nothing can come free any more: the start, or the end of the day.
  ends_at timestamptz not null,
  party_size smallint not null check (party_size >= 1),
  name text not null,
  email text not null,
  email_normalised text not null,
  locale text,
  status text not null default 'waiting' check (status in ('waiting', 'offered', 'booked', 'passed', 'expired', 'left')),
  -- The place in the line.
  joined_at timestamptz not null,
  consented_at timestamptz not null,
  -- When it was last looked for something to offer.
  checked_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id)
);
-- Who asks twice waits once.
create unique index waitlist_entries_once on waitlist_entries (tenant_id, livemode, package_id, email_normalised, day_local, coalesce(starts_at, '-infinity'))
  where status in ('waiting', 'offered');
create index waitlist_entries_waiting on waitlist_entries (tenant_id, livemode, joined_at, id) where status = 'waiting';
create index waitlist_entries_to_check on waitlist_entries (checked_at) where status = 'waiting';
create index waitlist_entries_by_package on waitlist_entries (tenant_id, package_id, day_local);
select isolate_by_tenant('waitlist_entries');
grant select, insert, update on waitlist_entries to mais_app;
create policy platform_finds on waitlist_entries for select to mais_platform using (true);
grant select (tenant_id, livemode, status, checked_at) on waitlist_entries to mais_platform;

-- An offer is a hold that was made for somebody; it ends with it.
create table waitlist_offers (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  entry_id uuid not null,
  hold_id uuid not null,
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  outcome text check (outcome in ('booked', 'passed', 'expired')),
  primary key (tenant_id, id),
  unique (tenant_id, hold_id),
  foreign key (tenant_id, entry_id) references waitlist_entries (tenant_id, id),
  foreign key (tenant_id, hold_id) references holds (tenant_id, id),
  check ((ended_at is null) = (outcome is null))
);
create unique index waitlist_offers_one_open on waitlist_offers (tenant_id, entry_id) where ended_at is null;
create index waitlist_offers_by_entry on waitlist_offers (tenant_id, entry_id);
select isolate_by_tenant('waitlist_offers');
grant select, insert, update on waitlist_offers to mais_app;

-- A tenant without a row has chosen nothing.
create table waitlist_settings (
  tenant_id uuid not null references tenants (id),
  -- How long an offered place is kept for whom it was offered to.
  offer_minutes integer not null check (offer_minutes between 10 and 10080),
  updated_at timestamptz not null,
  primary key (tenant_id)
);
select isolate_by_tenant('waitlist_settings');
grant select, insert, update on waitlist_settings to mais_app;
