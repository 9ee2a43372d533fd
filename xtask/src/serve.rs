//! Builds the front end and the server, then serves.

use std::process::Command;

use clap::Args;

use crate::front::{self, Kind};
use crate::package;
use crate::run::{Outcome, on, root, run, target};

/// Where to listen, and with which data.
#[derive(Args)]
pub(crate) struct Serve {
    /// Load the demonstration data into an empty data folder
    #[arg(long)]
    demo: bool,
    /// The port of http://127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// As delivered: optimised, which takes several times as long to build
    #[arg(long)]
    release: bool,
}

impl Serve {
    /// Serves until it is stopped with Ctrl-C.
    pub(crate) fn perform(self) -> Outcome {
        let program = if self.release {
            package::build()?
        } else {
            front::build_with_server(Kind::Quick)?;
            target().join("debug/tournee")
        };
        let data = root().join("data");
        std::fs::create_dir_all(&data).map_err(on(&data))?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--data").arg(&data);
        command.arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        if self.demo {
            command.arg("--demo");
        }
        run(&mut command, "read what the server says above; another port is set by --port")
    }
}
