-- Bodies have kilobytes. In a table that is its own index (WITHOUT ROWID) each step of a search
-- goes past them, and each other index repeats the key: such tables are for small lines
-- (https://www.sqlite.org/withoutrowid.html, section 4). These two become tables with an index.
CREATE TABLE rows_apart (
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    seq     INTEGER NOT NULL,
    site    TEXT,
    owner   TEXT,
    quarter TEXT,
    open    INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
INSERT INTO rows_apart (kind, id, seq, site, owner, quarter, open, body)
SELECT kind, id, seq, site, owner, quarter, open, body FROM rows ORDER BY seq;
DROP TABLE rows;
ALTER TABLE rows_apart RENAME TO rows;
CREATE UNIQUE INDEX rows_seq ON rows (seq);
CREATE INDEX rows_kind_seq ON rows (kind, seq);
CREATE INDEX rows_site_seq ON rows (site, seq) WHERE site IS NOT NULL;
CREATE INDEX rows_owner_seq ON rows (owner, seq) WHERE owner IS NOT NULL;
CREATE INDEX rows_quarter ON rows (quarter, kind) WHERE quarter IS NOT NULL;
CREATE INDEX rows_open ON rows (kind, open, site);

CREATE TABLE commands_apart (
    id          TEXT PRIMARY KEY NOT NULL,
    device      TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    account     TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    verdict     TEXT NOT NULL,
    body        TEXT NOT NULL
);
INSERT INTO commands_apart (id, device, sequence, account, received_at, verdict, body)
SELECT id, device, sequence, account, received_at, verdict, body FROM commands
ORDER BY received_at, id;
DROP TABLE commands;
ALTER TABLE commands_apart RENAME TO commands;
CREATE INDEX commands_received ON commands (received_at);
