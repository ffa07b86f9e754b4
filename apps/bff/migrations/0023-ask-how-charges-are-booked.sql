-- Stripe is asked how it has booked a charge until it says so: some seconds after it succeeded, then later and later.

alter table payments add column book_after timestamptz, add column booking_tries smallint not null default 0;
drop index payments_unbooked;
create index payments_unbooked on payments (book_after) where book_after is not null;
grant select (book_after) on payments to mais_platform;

alter table payments no force row level security;
update payments set book_after = succeeded_at where status = 'succeeded' and balance_transaction_id is null;
alter table payments force row level security;
