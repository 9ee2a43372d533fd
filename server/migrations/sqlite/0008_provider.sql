-- Whom an identity provider means by a subject.
CREATE TABLE provider_subjects (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;

-- Sign-ins under way at the provider, by the SHA-256 of the secret that the browser keeps: what is
-- compared when it comes back, then whom the provider named. They last some minutes.
CREATE TABLE provider_sign_ins (
    secret_hash TEXT PRIMARY KEY,
    state_hash  TEXT NOT NULL,
    nonce       TEXT NOT NULL,
    verifier    TEXT NOT NULL,
    person      TEXT,
    expires_at  INTEGER NOT NULL
) WITHOUT ROWID;
