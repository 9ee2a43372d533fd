//! Builds the front end and the server that holds it, then serves.

use std::process::Command;

use clap::Args;

use crate::build::{self, Kind};
use crate::run::{Outcome, cargo, on, root, run, target};

/// Where to listen, and with which data.
#[derive(Args)]
pub(crate) struct Serve {
    /// Load the demonstration data into an empty data folder
    #[arg(long)]
    demo: bool,
    /// The port of http://127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Serve {
    /// Serves until it is stopped with Ctrl-C.
    pub(crate) fn perform(self) -> Outcome {
        build::build(Kind::Release)?;
        let advice = "correct what the compiler names above";
        run(&mut cargo(&["build", "--release", "--package", "server"]), advice)?;
        let data = root().join("data");
        std::fs::create_dir_all(&data).map_err(on(&data))?;
        let mut command = Command::new(target().join("release/tournee"));
        command.arg("serve").arg("--data").arg(&data);
        command.arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        if self.demo {
            command.arg("--demo");
        }
        run(&mut command, "read what the server says above; another port is set by --port")
    }
}
