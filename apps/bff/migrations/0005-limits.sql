-- Brakes on abuse. A client is known by a keyed hash of its address, and only while its hold is active.

alter table holds add column client_hash bytea;
create index holds_active_by_client on holds (tenant_id, livemode, client_hash) where status = 'active' and client_hash is not null;

-- How often a card was declined for this payment; who tries out stolen cards is stopped by it.
alter table payments add column declines integer not null default 0;

-- Counters of requests, where replicas count together. They belong to no tenant, hold nothing but keyed hashes, and may be
-- lost in a crash.
create schema limits;
create unlogged table limits.rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limits_by_expiry on limits.rate_limits (expire);
grant usage on schema limits to mais_app;
grant select, insert, update, delete on limits.rate_limits to mais_app;
