-- What a tenant offers and when, by its own server.

alter table packages
  add column version integer not null default 1,
  drop constraint packages_visibility_check,
  -- An archived one is offered to nobody, and stays for the bookings that it has.
  add constraint packages_visibility_check check (visibility in ('public', 'hidden', 'archived'));
create trigger count_version before update on packages for each row execute function count_version();

alter table schedules add column version integer not null default 1;
create trigger count_version before update on schedules for each row execute function count_version();
alter table resources add column version integer not null default 1;
create trigger count_version before update on resources for each row execute function count_version();
alter table add_ons add column version integer not null default 1;
create trigger count_version before update on add_ons for each row execute function count_version();
