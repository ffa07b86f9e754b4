-- What a booking costs, and what of it is due when.

-- A deposit is asked for when booking; the balance is due some hours before the start, and from then on all is due at once.
alter table packages
  add column deposit_kind text not null default 'none' check (deposit_kind in ('none', 'fixed', 'percent')),
  add column deposit_minor bigint check (deposit_minor > 0),
  add column deposit_bps integer check (deposit_bps between 1 and 9999),
  -- With `surcharge` and `service_area` the customer is asked for a postal code, and the first zone that has it adds its surcharge;
  -- with `service_area` the package isn't offered outside of all zones.
  add column zone_policy text not null default 'none' check (zone_policy in ('none', 'surcharge', 'service_area')),
  add column balance_due_hours integer not null default 0 check (balance_due_hours between 0 and 26280),
  add check ((deposit_kind = 'fixed') = (deposit_minor is not null)),
  add check ((deposit_kind = 'percent') = (deposit_bps is not null));

-- The discount is the one negative line. Each line keeps its share of the discount, and the tax on what is left.
alter table booking_line_items
  drop constraint booking_line_items_kind_check,
  drop constraint booking_line_items_unit_amount_minor_check,
  drop constraint booking_line_items_amount_minor_check,
  add column discount_minor bigint not null default 0 check (discount_minor >= 0),
  add column tax_minor bigint not null default 0 check (tax_minor >= 0),
  add constraint booking_line_items_kind_check check (kind in ('package', 'add_on', 'surcharge', 'discount', 'tax')),
  add constraint booking_line_items_sign_check check ((kind = 'discount') = (amount_minor < 0) and (kind = 'discount') = (unit_amount_minor < 0));

alter table bookings
  add column discount_minor bigint not null default 0 check (discount_minor >= 0),
  add column balance_due_at timestamptz,
  add column postal_code text;

create table promo_codes (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  -- In capitals, as it is compared.
  code text not null check (length(code) between 2 and 40),
  kind text not null check (kind in ('percent', 'amount')),
  percent_bps integer check (percent_bps between 1 and 10000),
  amount_minor bigint check (amount_minor > 0),
  starts_at timestamptz,
  ends_at timestamptz,
  -- In each mode.
  max_uses integer check (max_uses >= 1),
  max_uses_per_customer integer check (max_uses_per_customer >= 1),
  for_all_packages boolean not null default true,
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  check ((kind = 'percent') = (percent_bps is not null)),
  check ((kind = 'amount') = (amount_minor is not null)),
  check (starts_at is null or ends_at is null or starts_at < ends_at)
);

create table promo_code_packages (
  tenant_id uuid not null,
  promo_code_id uuid not null,
  package_id uuid not null,
  primary key (tenant_id, promo_code_id, package_id),
  foreign key (tenant_id, promo_code_id) references promo_codes (tenant_id, id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id) on delete cascade
);

-- A booking's use of a code, claimed by the transaction that makes the booking, under the code's lock; given back when the booking
-- ends unpaid. What the code took off then is kept with it.
create table promo_uses (
  tenant_id uuid not null,
  id uuid not null,
  livemode boolean not null,
  promo_code_id uuid not null,
  booking_id uuid not null,
  customer_id uuid not null,
  code text not null,
  percent_bps integer,
  amount_minor bigint,
  claimed_at timestamptz not null,
  released_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, booking_id),
  foreign key (tenant_id, promo_code_id) references promo_codes (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index promo_uses_by_code on promo_uses (tenant_id, promo_code_id, livemode, customer_id) where released_at is null;

-- What a time costs more: on these weekdays (ISO, Monday 1; all of them when empty) of these days, in the tenant's zone.
create table day_surcharges (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  weekdays smallint[] not null default '{}' check (weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]),
  starts_on date,
  ends_on date,
  percent_bps integer check (percent_bps between 1 and 10000),
  amount_minor bigint check (amount_minor > 0),
  price_basis text not null default 'booking' check (price_basis in ('booking', 'person')),
  for_all_packages boolean not null default true,
  active boolean not null default true,
  position integer not null default 0,
  primary key (tenant_id, id),
  check (num_nonnulls(percent_bps, amount_minor) = 1),
  check (starts_on is null or ends_on is null or starts_on <= ends_on)
);

create table package_day_surcharges (
  tenant_id uuid not null,
  package_id uuid not null,
  day_surcharge_id uuid not null,
  primary key (tenant_id, package_id, day_surcharge_id),
  foreign key (tenant_id, package_id) references packages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, day_surcharge_id) references day_surcharges (tenant_id, id)
);

-- Where a tenant's customers are. An area is a postal code (10115), a prefix (10*) or a range (10115..10999).
create table pricing_zones (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  areas text[] not null default '{}',
  -- One of the shared zones, whose areas are added.
  reference_zone text,
  surcharge_minor bigint not null default 0 check (surcharge_minor >= 0),
  price_basis text not null default 'booking' check (price_basis in ('booking', 'person')),
  position integer not null default 0,
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  check (cardinality(areas) > 0 or reference_zone is not null)
);

select isolate_by_tenant(name::regclass) from unnest(array[
  'promo_codes', 'promo_code_packages', 'promo_uses', 'day_surcharges', 'package_day_surcharges', 'pricing_zones'
]) as name;
grant select, insert, update on promo_codes, promo_uses, day_surcharges, pricing_zones to mais_app;
grant select, insert, update, delete on promo_code_packages, package_day_surcharges to mais_app;

do $$
declare relation text;
begin
  foreach relation in array array['promo_codes', 'promo_code_packages', 'day_surcharges', 'package_day_surcharges', 'pricing_zones'] loop
    execute format('create trigger notify_tenant_changed after insert or update or delete on %I for each row execute function notify_tenant_changed()', relation);
  end loop;
end $$;

-- Zones that every tenant may refer to. They belong to nobody, and the application only reads them.
create table reference_zones (
  slug text primary key check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  areas text[] not null check (cardinality(areas) > 0)
);
grant select on reference_zones to mais_app;

insert into reference_zones (slug, name, country, areas) values
  ('de-berlin', 'Berlin', 'DE', '{10115..14199}'),
  ('fr-paris', 'Paris', 'FR', '{75*}'),
  ('us-new-york-city', 'New York City', 'US', '{100*,101*,102*,103*,104*,110*,111*,112*,113*,114*,116*}');
