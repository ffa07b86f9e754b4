-- What has happened to a tenant's bookings and money, told once; and what a secret key may do.

-- One row a move, written by the transaction that makes it. E-mails and webhook deliveries are made from it.
create table events (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  type text not null check (type ~ '^[a-z_]+\.[a-z_]+$'),
  -- What is delivered in order: a booking's id, or that of whatever else the event is about.
  subject_id uuid not null,
  booking_id uuid,
  data jsonb not null default '{}',
  occurred_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id)
);
create index events_by_time on events (tenant_id, livemode, occurred_at, id);
create index events_by_booking on events (tenant_id, booking_id, occurred_at) where booking_id is not null;
select isolate_by_tenant('events');
grant select, insert on events to mais_app;

-- A key made before has all scopes. `successor_id` is the key that replaces it; both work until this one expires.
alter table api_keys
  add column name text not null default '' check (length(name) <= 100),
  add column scopes text[] not null default '{*}',
  add column last_used_at timestamptz,
  add column successor_id uuid;

-- That a key was used changes nothing that a replica remembers.
drop trigger notify_tenant_changed on api_keys;
create trigger notify_tenant_changed after insert or delete or update of revoked_at, expires_at, scopes on api_keys
  for each row execute function notify_tenant_changed();
