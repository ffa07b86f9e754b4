-- Tells every replica to forget what it remembers of a tenant. These tables change rarely; the busy ones (holds, claims,
-- bookings) notify after their commit instead, because a notification inside the transaction more than halves their rate.

create function notify_tenant_changed() returns trigger language plpgsql as $$
declare
  changed jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('mais_tenant_changed', coalesce(changed ->> 'tenant_id', changed ->> 'id'));
  return null;
end $$;

do $$
declare relation text;
begin
  foreach relation in array array[
    'tenants', 'api_keys', 'tenant_origins', 'stripe_accounts', 'resources', 'schedule_rules', 'date_overrides',
    'date_override_ranges', 'blackouts', 'packages', 'package_resources', 'add_ons', 'package_add_ons'
  ] loop
    execute format('create trigger notify_tenant_changed after insert or update or delete on %I for each row execute function notify_tenant_changed()', relation);
  end loop;
end $$;
