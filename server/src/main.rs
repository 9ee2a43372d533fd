//! The program of Tournée.

fn main() -> std::process::ExitCode {
    server::cli::run()
}
