-- Rows of the domain: the body is what devices hold; the columns are what is searched by.
CREATE TABLE rows (
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    seq     INTEGER NOT NULL,
    site    TEXT,
    owner   TEXT,
    quarter TEXT,
    open    INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX rows_seq ON rows (seq);
CREATE INDEX rows_kind_seq ON rows (kind, seq);
CREATE INDEX rows_site_seq ON rows (site, seq) WHERE site IS NOT NULL;
CREATE INDEX rows_owner_seq ON rows (owner, seq) WHERE owner IS NOT NULL;
CREATE INDEX rows_quarter ON rows (quarter, kind) WHERE quarter IS NOT NULL;
CREATE INDEX rows_open ON rows (kind, open, site);

-- Rows that left a place (a site, a technician): who follows that place is told that they went.
CREATE TABLE departures (
    place TEXT NOT NULL,
    seq   INTEGER NOT NULL,
    kind  TEXT NOT NULL,
    id    TEXT NOT NULL,
    PRIMARY KEY (place, seq, kind, id)
) WITHOUT ROWID;

-- Every command ever judged: what makes «once» true, and the audit.
CREATE TABLE commands (
    id          TEXT PRIMARY KEY,
    device      TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    account     TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    verdict     TEXT NOT NULL,
    body        TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX commands_received ON commands (received_at);

CREATE TABLE credentials (
    account       TEXT PRIMARY KEY,
    mail          TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE devices (
    id           TEXT PRIMARY KEY,
    account      TEXT NOT NULL,
    label        TEXT NOT NULL,
    enrolled_at  INTEGER NOT NULL,
    seen_at      INTEGER,
    build        TEXT NOT NULL,
    unsent       INTEGER NOT NULL,
    revoked_at   INTEGER
) WITHOUT ROWID;

-- Only hashes of tokens are kept.
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    account    TEXT NOT NULL,
    device     TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE codes (
    code_hash  TEXT PRIMARY KEY,
    site       TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) WITHOUT ROWID;

-- Files are named by the content that the device sent.
CREATE TABLE files (
    hash    TEXT PRIMARY KEY,
    device  TEXT NOT NULL,
    account TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    bytes   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE file_uses (
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    PRIMARY KEY (hash, kind, id)
) WITHOUT ROWID;

-- What is done outside commands: sign-ins, codes, revocations, purges.
CREATE TABLE audit (
    at      INTEGER NOT NULL,
    account TEXT NOT NULL,
    what    TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
