-- What a tenant's server changes carries the version that it read, so that of two changes at once none is lost unseen.

create function count_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end $$;

create function count_branding_version() returns trigger language plpgsql as $$
begin
  new.branding_version := old.branding_version + 1;
  return new;
end $$;

alter table tenants add column branding_version integer not null default 1;
-- By whoever, also by hand.
create trigger count_branding_version before update on tenants for each row
  when ((old.name, old.branding) is distinct from (new.name, new.branding)) execute function count_branding_version();
