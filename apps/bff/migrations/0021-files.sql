-- What customers upload as the answer to a question.

do $$
declare
  name text;
begin
  -- The checks on kinds were named by the database.
  for name in select conname from pg_constraint where conrelid = 'custom_fields'::regclass and contype = 'c' and pg_get_constraintdef(oid) ~ 'kind.*''textarea''.*''checkbox''' loop
    execute format('alter table custom_fields drop constraint %I', name);
  end loop;
end $$;
alter table custom_fields add constraint custom_fields_kind check (kind in ('text', 'textarea', 'choice', 'number', 'date', 'checkbox', 'file'));

-- How much a tenant's files may take together; the platform's usual when null.
alter table tenants add column file_quota_bytes bigint check (file_quota_bytes >= 0);

-- The bytes lie elsewhere, under the tenant's and the file's id. A row is there before its bytes and goes after them, so that
-- nothing lies anywhere without one.
create table files (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  hold_id uuid not null,
  -- The booking that has it as an answer; without one it goes when the hold has ended.
  booking_id uuid,
  name text not null check (length(name) between 1 and 120),
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
  size_bytes integer not null check (size_bytes > 0),
  sha256 bytea not null check (length(sha256) = 32),
  created_at timestamptz not null,
  -- Null until its bytes are there.
  stored_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, hold_id) references holds (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id)
);
create index files_by_hold on files (tenant_id, hold_id);
create index files_by_booking on files (tenant_id, booking_id) where booking_id is not null;
select isolate_by_tenant('files');
grant select, insert, update, delete on files to mais_app;
create policy platform_finds on files for select to mais_platform using (true);
grant select (tenant_id, id, livemode, hold_id, booking_id) on files to mais_platform;
