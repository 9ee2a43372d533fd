//! Every test of the workspace, with what they need installed and built first.

use clap::Args;
use cluster::{Cluster, Disk};

use crate::front::{self, Kind};
use crate::needs;
use crate::run::{Outcome, answers, cargo, run};

/// Which tests.
#[derive(Args)]
pub(crate) struct Test {
    /// Only the tests whose name contains this
    filter: Option<String>,
}

impl Test {
    /// Runs them on the front end as it is delivered; the runner's count is the last thing said.
    pub(crate) fn perform(self) -> Outcome {
        needs::wasm_target()?;
        needs::chromium()?;
        needs::firefox()?;
        needs::webkit()?;
        needs::axe()?;
        needs::postgresql()?;
        needs::provider()?;
        needs::relay()?;
        needs::validator()?;
        needs::debian()?;
        front::build(Kind::Tested)?;
        let mut command = if answers("cargo-nextest") {
            cargo(&["nextest", "run", "--workspace"])
        } else {
            cargo(&["test", "--workspace", "--no-fail-fast"])
        };
        command.args(self.filter);
        // One for all tests, each of which makes a database in it. It ends with this program.
        let postgres = Cluster::start(Disk::Fast)?;
        command.env(cluster::SERVER, postgres.url("postgres"));
        run(&mut command, "some tests failed, see their output above")
    }
}
