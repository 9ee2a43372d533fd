//! The API as a device meets it, without a socket.
#![allow(unreachable_pub)] // The modules of one test program share the world.

mod audit;
mod budget;
mod calendar;
mod call;
mod desk;
mod factor;
mod forged;
mod guard;
mod handover;
mod here;
mod identity;
mod loan;
mod made_up;
mod mail;
mod notice;
mod openapi;
mod person;
mod plan;
mod provider;
mod random;
mod refusals;
mod retention;
mod session;
mod statement;
mod subscription;
mod supply;
mod sync;
mod training;
mod versions;
mod walk;
mod world;
