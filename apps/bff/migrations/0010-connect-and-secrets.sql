-- Stripe Connect: asking for an account, what Stripe still wants of it, its domains for wallets; and the keys of tenants' secrets.

-- Written before Stripe is called: whoever tries again sends the same request under the same idempotency key, and after the day
-- that Stripe remembers a key, the account is found by this id in its metadata. So a crash in between leaves one account.
create table stripe_account_requests (
  tenant_id uuid not null references tenants (id),
  livemode boolean not null,
  id uuid not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  email text not null,
  business_name text not null,
  requested_at timestamptz not null,
  primary key (tenant_id, livemode)
);
select isolate_by_tenant('stripe_account_requests');
grant select, insert, update, delete on stripe_account_requests to mais_app;

-- `version` counts what was learnt from Stripe, so that an answer that is older than another one isn't applied after it.
-- `access` is how the account is reached: as the platform, by the tenant's own restricted key for reading, or no more.
alter table stripe_accounts
  add column request_id uuid,
  add column country text,
  add column access text not null default 'platform' check (access in ('platform', 'restricted_key', 'none')),
  add column currently_due text[] not null default '{}',
  add column eventually_due text[] not null default '{}',
  add column past_due text[] not null default '{}',
  add column pending_verification text[] not null default '{}',
  add column disabled_reason text,
  add column due_by timestamptz,
  add column version integer not null default 0,
  add column checked_at timestamptz not null default now();
create index stripe_accounts_by_check on stripe_accounts (checked_at);

-- A restricted key of the tenant's own, in a table of its own: the platform's role reads accounts, and never this.
create table stripe_restricted_keys (
  tenant_id uuid not null,
  livemode boolean not null,
  sealed_key bytea not null,
  hint text not null,
  set_at timestamptz not null,
  primary key (tenant_id, livemode),
  foreign key (tenant_id, livemode) references stripe_accounts (tenant_id, livemode)
);
select isolate_by_tenant('stripe_restricted_keys');
grant select, insert, update, delete on stripe_restricted_keys to mais_app;

-- What a replica remembers of an account is which it is and whether it can be charged on.
drop trigger notify_tenant_changed on stripe_accounts;
create trigger notify_tenant_changed after insert or delete on stripe_accounts for each row execute function notify_tenant_changed();
create trigger notify_tenant_account_changed after update on stripe_accounts for each row
  when ((old.account_id, old.charges_enabled) is distinct from (new.account_id, new.charges_enabled)) execute function notify_tenant_changed();

-- Wallets show up only on domains that are registered for the account that is charged on.
create table payment_method_domains (
  tenant_id uuid not null,
  livemode boolean not null,
  domain text not null,
  account_id text not null,
  stripe_domain_id text,
  state text not null default 'pending' check (state in ('pending', 'active', 'incomplete', 'refused')),
  inactive_methods text[] not null default '{}',
  problem text,
  attempts integer not null default 0,
  -- Null when there is nothing left to do.
  next_try_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, livemode, domain),
  foreign key (tenant_id, livemode) references stripe_accounts (tenant_id, livemode)
);
create index payment_method_domains_due on payment_method_domains (next_try_at) where next_try_at is not null;
select isolate_by_tenant('payment_method_domains');
grant select, insert, update on payment_method_domains to mais_app;
create policy platform_finds on payment_method_domains for select to mais_platform using (true);
grant select (tenant_id, livemode, domain, next_try_at) on payment_method_domains to mais_platform;

-- One key a tenant, which seals its secrets; itself sealed with the master key that `master_key_id` names.
create table tenant_data_keys (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  active boolean not null default true,
  master_key_id text not null,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  wrapped_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index tenant_data_keys_one_active on tenant_data_keys (tenant_id) where active;
create index tenant_data_keys_by_master on tenant_data_keys (master_key_id);
select isolate_by_tenant('tenant_data_keys');
grant select, insert, update on tenant_data_keys to mais_app;
create policy platform_finds on tenant_data_keys for select to mais_platform using (true);
grant select (tenant_id, master_key_id) on tenant_data_keys to mais_platform;
