-- What a booking costs, and what of it is due when.

-- A deposit is asked for when booking; the balance is due some hours before the start, and from then on all is due at once.
alter table packages
  add column deposit_kind text not null default 'none' check (deposit_kind in ('none', 'fixed', 'percent')),
  add column deposit_minor bigint check (deposit_minor > 0),
  add column deposit_bps integer check (deposit_bps between 1 and 9999),
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
  add column balance_due_at timestamptz;
