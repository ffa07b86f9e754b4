-- What happens to a booking after it is made: cancelled by tiers, moved, and paid to the end.

-- `tiers`: how much of what was paid goes back (`refundBps`) when it is cancelled at least `hoursBefore` hours before the start.
-- `rescheduleHours`: until how long before the start customers may move it themselves; null for never.
alter table tenants add column cancellation_policy jsonb not null default '{"tiers":[{"hoursBefore":24,"refundBps":10000}],"rescheduleHours":24}';
-- Null for the tenant's.
alter table packages add column cancellation_policy jsonb;
-- As it was when the booking was sold. `terms` are the prices that it was sold at; bookings from before have none.
alter table bookings
  add column cancellation_policy jsonb not null default '{"tiers":[{"hoursBefore":24,"refundBps":10000}],"rescheduleHours":24}',
  add column terms jsonb;

-- A refund that corrects what was paid (twice, or for a dearer time) leaves the price owed; any other one is a gift, and lowers it.
alter table refunds add column corrects_price boolean not null default false;

-- `change`: what a booking owes since it was moved to a dearer time.
alter table payments
  drop constraint payments_purpose_check,
  add constraint payments_purpose_check check (purpose in ('full', 'deposit', 'balance', 'change'));

-- A moved booking has its price made anew, and its lines with it. How often it was moved orders its calendar files.
alter table bookings add column times_moved smallint not null default 0;
grant delete on booking_line_items to mais_app;
