-- When somebody else made a password up: it is changed at its first use, and lasts some days.
ALTER TABLE credentials ADD COLUMN given_at BIGINT;
-- SHA-256 of the secret by which a device shows that it is the one of this key.
ALTER TABLE devices ADD COLUMN proof TEXT;
CREATE INDEX sessions_device ON sessions (device);

-- The second factor of an account: the secret of its codes, when a code was first given, and the
-- step of time of the last code that was taken.
CREATE TABLE factors (
    account      TEXT COLLATE "C" PRIMARY KEY,
    secret       TEXT NOT NULL,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL
);

-- Codes for the day on which a second factor is lost, each for once. Only hashes are kept.
CREATE TABLE recovery_codes (
    account   TEXT COLLATE "C" NOT NULL,
    code_hash TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account, code_hash)
);

-- Who has shown to have a file: only they may name it, until others see it.
CREATE TABLE file_givers (
    hash    TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (hash, account)
);
INSERT INTO file_givers (hash, account) SELECT hash, account FROM files;
