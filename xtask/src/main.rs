//! The build and the checks, as `cargo xtask …`.

fn main() {}
