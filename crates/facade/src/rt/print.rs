//! `println!` and its kin.

use ::std::fmt::Arguments;
use ::std::io::Write;

use engine::context;
use trace::{SiteId, Stream};

use super::site_id;

/// Which macro printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `print!` and `println!`
    Stdout,
    /// `eprint!`, `eprintln!` and `dbg!`
    Stderr,
}

/// Prints to the page's console; to the process's own streams outside a run.
pub fn print(site: u32, target: Target, text: Arguments<'_>) {
    write(target, Some(site_id(site)), &text.to_string());
}

/// Like [`print()`], for a text whose site may be unknown.
pub(crate) fn write(target: Target, site: Option<SiteId>, text: &str) {
    let stream = match target {
        Target::Stdout => Stream::Stdout,
        Target::Stderr => Stream::Stderr,
    };
    if context::print(site, stream, text) {
        return;
    }
    // A closed stream is ignored: there is nobody to report it to.
    let _ = match target {
        Target::Stdout => ::std::io::stdout().write_all(text.as_bytes()),
        Target::Stderr => ::std::io::stderr().write_all(text.as_bytes()),
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __print {
    ($site:expr, $($format:tt)*) => {
        $crate::__rt::print($site, $crate::__rt::Target::Stdout, ::std::format_args!($($format)*))
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __println {
    ($site:expr $(,)?) => { $crate::__print!($site, "\n") };
    ($site:expr, $($format:tt)*) => {
        $crate::__print!($site, "{}\n", ::std::format_args!($($format)*))
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __eprint {
    ($site:expr, $($format:tt)*) => {
        $crate::__rt::print($site, $crate::__rt::Target::Stderr, ::std::format_args!($($format)*))
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __eprintln {
    ($site:expr $(,)?) => { $crate::__eprint!($site, "\n") };
    ($site:expr, $($format:tt)*) => {
        $crate::__eprint!($site, "{}\n", ::std::format_args!($($format)*))
    };
}

/// The place of a site as `dbg!` prints it: `[main.rs:LINE:COLUMN]`.
pub fn place(site: u32) -> String {
    let (line, column) = context::site_place(site_id(site)).unwrap_or_default();
    format!("[main.rs:{line}:{column}]")
}

// The macro takes each expression after its text: `dbg!(ID, "a + b", a + b)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __dbg {
    ($site:expr $(,)?) => {
        $crate::__eprintln!($site, "{}", $crate::__rt::place($site))
    };
    ($site:expr, $text:expr, $value:expr $(,)?) => {
        match $value {
            value => {
                let place = $crate::__rt::place($site);
                $crate::__eprintln!($site, "{place} {} = {:#?}", $text, &value);
                value
            }
        }
    };
    ($site:expr, $($text:expr, $value:expr),+ $(,)?) => {
        ($($crate::__dbg!($site, $text, $value)),+,)
    };
}
