//! `tracing_subscriber::fmt`: its defaults are the program's clock and streams, and no colours.

use std::error::Error;

use facade::__rt::std::io::{Stdout, stdout};
use real_subscriber::filter::LevelFilter;
use real_subscriber::fmt::format::{DefaultFields, Format, Full};

pub use real_subscriber::fmt::*;

use crate::clock::SystemTime;

/// Where events are written unless the program says otherwise.
type Output = fn() -> Stdout;

/// A subscriber that is being configured.
type Builder = SubscriberBuilder<DefaultFields, Format<Full, SystemTime>, LevelFilter, Output>;

/// Makes subscribers that write. See `tracing_subscriber::fmt::Subscriber`.
#[derive(Debug)]
pub struct Subscriber;

impl Subscriber {
    /// What is shown unless the program says otherwise.
    pub const DEFAULT_MAX_LEVEL: LevelFilter = LevelFilter::INFO;

    /// A subscriber to be configured.
    pub fn builder() -> Builder {
        fmt()
    }
}

/// A subscriber to be configured. See `tracing_subscriber::fmt::fmt`.
pub fn fmt() -> Builder {
    real_subscriber::fmt::fmt()
        .with_timer(SystemTime)
        .with_ansi(false)
        .with_writer(stdout as Output)
}

/// A layer that writes. See `tracing_subscriber::fmt::layer`.
pub fn layer<S>() -> Layer<S, DefaultFields, Format<Full, SystemTime>, Output> {
    real_subscriber::fmt::layer()
        .with_timer(SystemTime)
        .with_ansi(false)
        .with_writer(stdout as Output)
}

/// Installs a subscriber that shows what RUST_LOG names. See `tracing_subscriber::fmt::init`.
///
/// # Panics
/// If there is one already.
pub fn init() {
    try_init().expect("Unable to install global subscriber");
}

/// [`init`], unless there is a subscriber already.
///
/// # Errors
/// If there is one.
#[cfg(feature = "env-filter")]
pub fn try_init() -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
    fmt().with_env_filter(real_subscriber::EnvFilter::from_default_env()).try_init()
}

/// [`init`], unless there is a subscriber already.
///
/// # Errors
/// If there is one.
#[cfg(not(feature = "env-filter"))]
pub fn try_init() -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
    use real_subscriber::layer::SubscriberExt;
    use real_subscriber::util::SubscriberInitExt;
    let named = std::env::var("RUST_LOG").ok().and_then(|names| names.parse().ok());
    let all =
        || real_subscriber::filter::Targets::new().with_default(Subscriber::DEFAULT_MAX_LEVEL);
    let shown = named.unwrap_or_else(all);
    fmt().with_max_level(LevelFilter::TRACE).finish().with(shown).try_init()?;
    Ok(())
}
