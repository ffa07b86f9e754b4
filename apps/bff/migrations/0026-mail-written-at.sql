-- When an e-mail was last written, as things stood then: a mail server may take it much later.
alter table emails add column written_at timestamptz;
