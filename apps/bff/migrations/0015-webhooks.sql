-- Telling tenants’ own servers what has happened.

create table webhook_endpoints (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  url text not null check (length(url) between 1 and 2000),
  description text not null default '' check (length(description) <= 200),
  -- `*` stands for every type, also those to come.
  event_types text[] not null check (cardinality(event_types) > 0),
  status text not null default 'enabled' check (status in ('enabled', 'disabled')),
  disabled_reason text check (disabled_reason in ('by_tenant', 'failing')),
  -- Since when it has listened without a pause; what happened before isn't delivered.
  enabled_at timestamptz not null,
  -- Since when every attempt has failed.
  failing_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  check ((status = 'disabled') = (disabled_reason is not null))
);
create index webhook_endpoints_by_mode on webhook_endpoints (tenant_id, livemode, id);
select isolate_by_tenant('webhook_endpoints');
grant select, insert, update, delete on webhook_endpoints to mais_app;

-- What deliveries are signed with: one secret, or two while one replaces the other.
create table webhook_secrets (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  endpoint_id uuid not null,
  sealed_secret bytea not null,
  created_at timestamptz not null,
  -- Null for the one that stays.
  expires_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade
);
create unique index webhook_secrets_one_lasting on webhook_secrets (tenant_id, endpoint_id) where expires_at is null;
create index webhook_secrets_by_endpoint on webhook_secrets (tenant_id, endpoint_id);
select isolate_by_tenant('webhook_secrets');
grant select, insert, update, delete on webhook_secrets to mais_app;

-- One event for one endpoint. Those of one subject form a lane, delivered in order: what waits behind a failed one isn't due earlier.
create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  subject_id uuid not null,
  occurred_at timestamptz not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  -- Of the present run: a replay begins anew.
  attempts integer not null default 0,
  -- Null when there is nothing to do, or the endpoint is disabled.
  next_attempt_at timestamptz,
  -- Until when a worker has it; one that was killed never gives it back.
  leased_until timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint_id, event_id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade,
  foreign key (tenant_id, event_id) references events (tenant_id, id)
);
create index webhook_deliveries_by_lane on webhook_deliveries (tenant_id, endpoint_id, subject_id, occurred_at, event_id) where status = 'pending';
create index webhook_deliveries_by_endpoint on webhook_deliveries (tenant_id, endpoint_id, id);
create index webhook_deliveries_by_event on webhook_deliveries (tenant_id, event_id);
create index webhook_deliveries_leased on webhook_deliveries (tenant_id, endpoint_id, leased_until) where leased_until is not null;
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending' and next_attempt_at is not null;
create index webhook_deliveries_by_age on webhook_deliveries (created_at);
select isolate_by_tenant('webhook_deliveries');
grant select, insert, update on webhook_deliveries to mais_app;
create policy platform_finds on webhook_deliveries for select to mais_platform using (true);
create policy platform_prunes on webhook_deliveries for delete to mais_platform using (true);
grant select (tenant_id, livemode, endpoint_id, subject_id, status, next_attempt_at, created_at), delete on webhook_deliveries to mais_platform;

-- What an endpoint answered, never its words: they might be those of a service that isn't the tenant's.
create table webhook_attempts (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  delivery_id uuid not null,
  attempted_at timestamptz not null,
  duration_ms integer not null,
  status_code integer,
  failure text,
  primary key (tenant_id, id),
  foreign key (tenant_id, delivery_id) references webhook_deliveries (tenant_id, id) on delete cascade,
  check ((status_code is null) <> (failure is null))
);
create index webhook_attempts_by_delivery on webhook_attempts (tenant_id, delivery_id, id);
select isolate_by_tenant('webhook_attempts');
grant select, insert on webhook_attempts to mais_app;

-- What else has happened to the same thing.
create index events_by_subject on events (tenant_id, subject_id, occurred_at, id);
