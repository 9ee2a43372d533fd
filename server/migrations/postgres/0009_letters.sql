-- Letters to schools: what was decided about their visits and tickets, written with the command that
-- decided it. The key makes the Message-ID. `begun_at` closes a letter to further news, `changed_at`
-- tells how old its news are, `at` since when it stands where it does; nobody touches it before
-- `next_at`, which is the end of a lease while it is being sent.
CREATE TABLE letters (
    id         TEXT COLLATE "C" PRIMARY KEY,
    site       TEXT COLLATE "C" NOT NULL,
    body       TEXT NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    begun_at   BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    next_at    BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    address    TEXT,
    why        TEXT
);
CREATE INDEX letters_state ON letters (state, site);
