-- What a tenant asks its customers, of a booking or of themselves.

create table custom_fields (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  entity text not null check (entity in ('booking', 'customer')),
  kind text not null check (kind in ('text', 'textarea', 'choice', 'number', 'date', 'checkbox')),
  label text not null check (length(label) between 1 and 300),
  help text not null default '',
  required boolean not null default false,
  -- Of a choice, in their order: [{ "value", "label" }].
  options jsonb not null default '[]',
  max_length integer check (max_length between 1 and 2000),
  minimum double precision,
  maximum double precision,
  whole_number boolean not null default true,
  for_all_packages boolean not null default false,
  active boolean not null default true,
  position smallint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  check ((kind = 'choice') = (jsonb_array_length(options) > 0)),
  check ((kind in ('text', 'textarea')) = (max_length is not null)),
  check (kind = 'number' or (minimum is null and maximum is null)),
  check (minimum is null or maximum is null or minimum <= maximum)
);

create table package_custom_fields (
  tenant_id uuid not null,
  package_id uuid not null,
  custom_field_id uuid not null,
  primary key (tenant_id, package_id, custom_field_id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id),
  foreign key (tenant_id, custom_field_id) references custom_fields (tenant_id, id)
);
create index package_custom_fields_by_field on package_custom_fields (tenant_id, custom_field_id);

-- An answer keeps the words of then: [{ "question", "label", "value", "valueLabel" }]. What is about the customer is kept
-- with the customer too, the newest by its question: { question: answer }.
alter table bookings alter column answers set default '[]';
alter table customers add column answers jsonb not null default '{}';

select isolate_by_tenant('custom_fields');
select isolate_by_tenant('package_custom_fields');
grant select, insert, update on custom_fields to mais_app;
grant select, insert, update, delete on package_custom_fields to mais_app;

create trigger notify_tenant_changed after insert or update or delete on custom_fields for each row execute function notify_tenant_changed();
create trigger notify_tenant_changed after insert or update or delete on package_custom_fields for each row execute function notify_tenant_changed();
