//! The server of Tournée.
