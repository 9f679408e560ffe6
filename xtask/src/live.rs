//! The released page on a server of ours, beside a chromedriver that can look at it.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::process::Running;
use crate::project::Project;
use crate::release::Released;
use crate::server::Server;
use crate::{http, port, tools};

/// chromedriver is up within a second, but for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// A page to test and the means to test it. Dropping it ends both, and every browser that a
/// failed test left open.
pub struct LivePage {
    server: Server,
    port: u16,
    chrome: PathBuf,
    axe: PathBuf,
    _driver: Running,
}

impl LivePage {
    /// Serves the release, built now unless it was before, and starts chromedriver.
    ///
    /// # Errors
    /// If the page does not compile, or Chromium is missing.
    pub fn start(project: &Project, released: &mut Released) -> Outcome<Self> {
        // First, since building takes longer.
        let browser = browser::ensure(project)?;
        tools::ensure_reveal(project)?;
        let axe = tools::ensure_axe(project)?;
        released.ensure(project)?;
        let server = Server::start(&[&project.dist()])?;
        let port = port::any_free()?;
        let mut command = Command::new(&browser.driver);
        command
            .arg(format!("--port={port}"))
            .current_dir(project.root())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = Running::start(&mut command)?;
        if !http::wait_until_up(port, "/status", PATIENCE) {
            return Err(Failure::new(format!(
                "chromedriver ({}) did not answer within {} s.",
                browser.driver.display(),
                PATIENCE.as_secs()
            )));
        }
        Ok(Self { server, port, chrome: browser.chrome, axe, _driver: driver })
    }

    /// `cargo test` for the end-to-end tests against this page.
    pub fn tests(&self, project: &Project) -> Command {
        self.program(project, "end_to_end")
    }

    /// What measures this page.
    pub fn bench(&self, project: &Project) -> Command {
        self.program(project, "bench")
    }

    fn program(&self, project: &Project, name: &str) -> Command {
        let mut command = project.command("cargo");
        command
            // Of the whole workspace, or what the page's package alone asks of its dependencies would
            // be less, and everything would be compiled a second time for it.
            .args(["test", "--workspace", "--test", name])
            .env("FUTURESCOPE_URL", self.server.url())
            .env("WEBDRIVER_URL", format!("http://127.0.0.1:{}", self.port))
            .env("CHROME", &self.chrome)
            .env("AXE", &self.axe)
            // The harness says what went wrong on the page; its own stack does not matter.
            .env("RUST_BACKTRACE", "0");
        command
    }
}

impl Drop for LivePage {
    fn drop(&mut self) {
        // Asked this way, chromedriver ends its browsers and removes what they wrote.
        let _ = http::get(self.port, "/shutdown");
    }
}
