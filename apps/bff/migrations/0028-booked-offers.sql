-- Which booking was made of an offered place: a booking that is moved leaves the hold that it was made of.

alter table waitlist_offers
  add column booking_id uuid,
  add constraint waitlist_offers_booking foreign key (tenant_id, booking_id) references bookings (tenant_id, id),
  add constraint waitlist_offers_booked check (booking_id is null or outcome = 'booked');

-- The owner, who migrates, is bound by the policies too, unless it is a superuser.
alter table waitlist_offers no force row level security;
alter table bookings no force row level security;
update waitlist_offers as offer set booking_id = booking.id
  from bookings as booking
  where booking.tenant_id = offer.tenant_id and booking.hold_id = offer.hold_id and offer.outcome = 'booked';
alter table waitlist_offers force row level security;
alter table bookings force row level security;
