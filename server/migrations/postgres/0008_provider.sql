-- Whom an identity provider means by a subject.
CREATE TABLE provider_subjects (
    issuer  TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (issuer, subject)
);

-- Sign-ins under way at the provider, by the SHA-256 of the secret that the browser keeps: what is
-- compared when it comes back, then whom the provider named. They last some minutes.
CREATE TABLE provider_sign_ins (
    secret_hash TEXT COLLATE "C" PRIMARY KEY,
    state_hash  TEXT NOT NULL,
    nonce       TEXT NOT NULL,
    verifier    TEXT NOT NULL,
    person      TEXT,
    expires_at  BIGINT NOT NULL
);
