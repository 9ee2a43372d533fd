-- Who looks at what right now, as the plan of a quarter. A line lasts some seconds.
CREATE TABLE presence (
    place   TEXT NOT NULL,
    device  TEXT NOT NULL,
    account TEXT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (place, device)
);
