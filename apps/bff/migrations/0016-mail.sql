-- E-mails, each made once of what it is about.

-- Nothing of a person stands here: whom it goes to and what it says is read when it is sent.
create table emails (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  livemode boolean not null,
  kind text not null check (kind ~ '^[a-z_]+$'),
  -- What it is sent once for: an event's id, or a booking with its time.
  occasion text not null,
  event_id uuid,
  booking_id uuid,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'skipped')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- Until when a worker has it; one that was killed never gives it back.
  leased_until timestamptz,
  sent_at timestamptz,
  -- A code of the mail server's or of ours, never its words: they name the recipient.
  problem text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, livemode, occasion, kind),
  foreign key (tenant_id, event_id) references events (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  check ((status = 'pending') = (next_attempt_at is not null))
);
create index emails_by_booking on emails (tenant_id, booking_id, id) where booking_id is not null;
create index emails_by_event on emails (tenant_id, event_id) where event_id is not null;
create index emails_due on emails (next_attempt_at) where status = 'pending';
select isolate_by_tenant('emails');
grant select, insert, update on emails to mais_app;
create policy platform_finds on emails for select to mais_platform using (true);
grant select (tenant_id, id, livemode, status, next_attempt_at) on emails to mais_platform;

-- How a tenant writes to its customers; a tenant without a row has chosen nothing.
create table mail_settings (
  tenant_id uuid not null references tenants (id),
  -- Where answers go; the tenant's own address when null.
  reply_to text check (length(reply_to) <= 254),
  footer text not null default '' check (length(footer) <= 1000),
  -- How long before the start a reminder is sent; 0 for none.
  reminder_hours integer not null default 24 check (reminder_hours between 0 and 720),
  updated_at timestamptz not null,
  primary key (tenant_id)
);
select isolate_by_tenant('mail_settings');
grant select, insert, update on mail_settings to mais_app;
