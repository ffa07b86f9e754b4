-- The rest of a price, collected at its time; the links by which customers come back to a booking.

-- How balances are collected: by the method that paid the deposit, while the customer is away, or by a link that is sent.
alter table tenants add column collects_balance_by text not null default 'saved_method' check (collects_balance_by in ('saved_method', 'link'));

-- When the balance is looked after next, and how often it was; null when there is nothing to do.
alter table bookings add column balance_next_at timestamptz, add column balance_tries smallint not null default 0;
create index bookings_balance_due on bookings (balance_next_at) where status = 'confirmed' and balance_next_at is not null;
grant select (balance_next_at) on bookings to mais_platform;
alter table bookings no force row level security;
update bookings set balance_next_at = balance_due_at where balance_due_at is not null and status in ('pending_payment', 'confirmed');
alter table bookings force row level security;

-- A payment that saves its method, and what it saved at Stripe.
alter table payments
  add column saves_method boolean not null default false,
  add column stripe_customer_id text,
  add column payment_method_id text;

-- A link carries the number that was there when it was made; raising it makes the links before worth nothing.
alter table bookings add column manage_version integer not null default 1;
