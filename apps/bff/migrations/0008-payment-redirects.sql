-- Whether a payment may be made by a method that leads the customer away to a bank and back. In a frame none may; on a page
-- of its own they may. Older payments were all made for frames.
alter table payments add column allows_redirects boolean not null default false;
