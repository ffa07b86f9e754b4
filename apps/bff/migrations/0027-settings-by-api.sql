-- What a tenant is, by its own server.

create function count_settings_version() returns trigger language plpgsql as $$
begin
  new.settings_version := old.settings_version + 1;
  return new;
end $$;

alter table tenants add column settings_version integer not null default 1;
-- By whoever, also by hand.
create trigger count_settings_version before update on tenants for each row
  when ((old.name, old.email, old.time_zone, old.locale) is distinct from (new.name, new.email, new.time_zone, new.locale)) execute function count_settings_version();

-- An origin is full of slashes, which addresses of the API had better not have.
alter table tenant_origins
  add column id uuid not null default gen_random_uuid(),
  add constraint tenant_origins_id unique (tenant_id, id);

-- What customers are asked. Bookings have the words of a question with their answer, and so don't need it any more.
alter table custom_fields add column version integer not null default 1;
create trigger count_version before update on custom_fields for each row execute function count_version();
grant delete on custom_fields to mais_app;

-- Whether customers may wait for a day of it that is full.
alter table packages add column takes_waitlist boolean not null default true;
