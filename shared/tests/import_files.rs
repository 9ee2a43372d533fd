//! Files that people bring, as published and as damaged on their way.

#![allow(clippy::unwrap_used)]

mod world;

mod import_files {
    mod calendar;
    mod damage;
    mod demo;
    mod directory;
    mod fleet;
    mod random;
    mod support;
    mod table;
    mod units;
    mod yearly;
}
