-- The tables and columns of the SQLite migration of the same number. Text is compared byte by
-- byte, as there: keys are no words of a language. Bodies stay text: they must read back as they
-- were written.

-- Rows of the domain: the body is what devices hold; the columns are what is searched by.
CREATE TABLE rows (
    kind    TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    seq     BIGINT NOT NULL,
    site    TEXT COLLATE "C",
    owner   TEXT COLLATE "C",
    quarter TEXT COLLATE "C",
    open    BOOLEAN NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX rows_seq ON rows (seq);
CREATE INDEX rows_kind_seq ON rows (kind, seq);
CREATE INDEX rows_site_seq ON rows (site, seq) WHERE site IS NOT NULL;
CREATE INDEX rows_owner_seq ON rows (owner, seq) WHERE owner IS NOT NULL;
CREATE INDEX rows_quarter ON rows (quarter, kind) WHERE quarter IS NOT NULL;
CREATE INDEX rows_open ON rows (kind, site) WHERE open;

-- Rows that left a place (a site, a technician): who follows that place is told that they went.
CREATE TABLE departures (
    place TEXT COLLATE "C" NOT NULL,
    seq   BIGINT NOT NULL,
    kind  TEXT COLLATE "C" NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (place, seq, kind, id)
);

-- Every command ever judged: what makes «once» true, and the audit.
CREATE TABLE commands (
    id          TEXT COLLATE "C" PRIMARY KEY,
    device      TEXT NOT NULL,
    sequence    BIGINT NOT NULL,
    account     TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    verdict     TEXT NOT NULL,
    body        TEXT NOT NULL
);
CREATE INDEX commands_received ON commands (received_at);

CREATE TABLE credentials (
    account       TEXT COLLATE "C" PRIMARY KEY,
    mail          TEXT COLLATE "C" NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
);

CREATE TABLE devices (
    id           TEXT COLLATE "C" PRIMARY KEY,
    account      TEXT NOT NULL,
    label        TEXT NOT NULL,
    enrolled_at  BIGINT NOT NULL,
    seen_at      BIGINT,
    build        TEXT NOT NULL,
    unsent       BIGINT NOT NULL,
    revoked_at   BIGINT
);

-- Only hashes of tokens are kept.
CREATE TABLE sessions (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    account    TEXT COLLATE "C" NOT NULL,
    device     TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE codes (
    code_hash  TEXT COLLATE "C" PRIMARY KEY,
    site       TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- Files are named by the content that the device sent.
CREATE TABLE files (
    hash    TEXT COLLATE "C" PRIMARY KEY,
    device  TEXT NOT NULL,
    account TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    bytes   BIGINT NOT NULL
);
CREATE TABLE file_uses (
    hash TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    id   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (hash, kind, id)
);

-- What is done outside commands: sign-ins, codes, revocations, purges. The number keeps the order
-- of lines of the same instant, which SQLite keeps by itself.
CREATE TABLE audit (
    number  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    account TEXT NOT NULL,
    what    TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at, number);

CREATE TABLE meta (
    key   TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL
);
