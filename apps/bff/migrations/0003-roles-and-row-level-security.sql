-- Who may do what. `mais_app` serves one tenant at a time, `mais_platform` finds which tenant a key, a host or a due job
-- belongs to; the owner migrates. The two roles are made by the migrator, with passwords that never stand in a file.
-- A later migration that adds a table with a tenant calls isolate_by_tenant for it.

create function isolate_by_tenant(relation regclass, tenant_column text default 'tenant_id') returns void
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format('create policy tenant_isolation on %s using (%I = (select current_tenant_id())) with check (%I = (select current_tenant_id()))',
    relation, tenant_column, tenant_column);
end $$;
revoke all on function isolate_by_tenant(regclass, text) from public;

select isolate_by_tenant('tenants', 'id');
select isolate_by_tenant(name::regclass) from unnest(array[
  'api_keys', 'tenant_origins', 'stripe_accounts', 'resources', 'schedules', 'schedule_rules', 'date_overrides',
  'date_override_ranges', 'blackouts', 'packages', 'package_resources', 'add_ons', 'package_add_ons', 'holds', 'sessions',
  'customers', 'bookings', 'booking_transitions', 'booking_line_items', 'claims', 'seat_claims', 'payments', 'refunds',
  'ledger_entries', 'stripe_events', 'idempotency_keys', 'outbox', 'audit_log'
]) as name;

grant usage on schema public to mais_app, mais_platform;

-- Nothing is deleted by the application but what expires or what an editor replaces whole.
grant select, insert, update on
  tenants, api_keys, tenant_origins, stripe_accounts, resources, schedules, packages, add_ons, blackouts, holds, sessions,
  customers, bookings, claims, seat_claims, payments, refunds, idempotency_keys, outbox to mais_app;
grant delete on tenant_origins, blackouts, idempotency_keys, outbox to mais_app;
grant select, insert, update, delete on
  schedule_rules, date_overrides, date_override_ranges, package_resources, package_add_ons to mais_app;
grant select, insert on
  booking_transitions, booking_line_items, ledger_entries, stripe_events, audit_log to mais_app;

create policy platform_finds on tenants to mais_platform using (true);
create policy platform_finds on api_keys for select to mais_platform using (true);
create policy platform_finds on tenant_origins for select to mais_platform using (true);
create policy platform_finds on stripe_accounts for select to mais_platform using (true);
create policy platform_finds on holds for select to mais_platform using (true);
create policy platform_finds on bookings for select to mais_platform using (true);
create policy platform_finds on payments for select to mais_platform using (true);
create policy platform_finds on refunds for select to mais_platform using (true);
create policy platform_relays on outbox to mais_platform using (true);
create policy platform_prunes on idempotency_keys to mais_platform using (true);
grant select, insert, update on tenants to mais_platform;
grant select on api_keys, tenant_origins, stripe_accounts to mais_platform;
grant select (tenant_id, id, livemode, status, expires_at) on holds to mais_platform;
grant select (tenant_id, id, livemode, status, expires_at) on bookings to mais_platform;
grant select (tenant_id, id, livemode, status, payment_intent_id, created_at, updated_at) on payments to mais_platform;
grant select (tenant_id, id, livemode, status, created_at, updated_at) on refunds to mais_platform;
grant select, update (dispatched_at), delete on outbox to mais_platform;
grant select (tenant_id, livemode, created_at), delete on idempotency_keys to mais_platform;
