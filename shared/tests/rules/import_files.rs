//! Files that people bring, as published and as damaged on their way.

mod calendar;
mod damage;
mod demo;
mod directory;
mod fleet;
mod outlines;
mod random;
mod support;
mod table;
mod units;
mod yearly;
