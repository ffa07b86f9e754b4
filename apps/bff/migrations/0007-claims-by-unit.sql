-- Who holds a time looks for a free unit under the resource's lock, so what is read there must not grow with the calendar.
-- Claims on one unit never overlap: besides those that start inside a span, only the last one before it can reach into it.

create index claims_by_unit on claims (tenant_id, livemode, resource_id, unit_no, starts_at) where released_at is null;
