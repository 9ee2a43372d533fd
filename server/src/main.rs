//! The program `tournee`.

fn main() {}
