-- The key with which the exports of a device for an account prove that they are its own.
CREATE TABLE proof_keys (
    device  TEXT NOT NULL,
    account TEXT NOT NULL,
    key     TEXT NOT NULL,
    PRIMARY KEY (device, account)
) WITHOUT ROWID;
