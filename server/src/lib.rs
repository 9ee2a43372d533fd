//! The server of Tournée.

pub mod assets;
