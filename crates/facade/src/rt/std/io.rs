//! `std::io`. What a program writes to the standard streams is recorded like the output of `println!`.

use ::std::fmt;
use ::std::marker::PhantomData;

use crate::__rt::print::write;

pub use ::std::io::*;

macro_rules! streams {
    ($($(#[$doc:meta])* $function:ident $stream:ident $lock:ident $target:ident;)*) => {$(
        $(#[$doc])*
        pub fn $function() -> $stream {
            $stream(())
        }

        $(#[$doc])*
        #[derive(Debug)]
        pub struct $stream(());

        $(#[$doc])*
        ///
        /// The lock of a standard stream. Only one thread at a time runs here, so it keeps nobody out.
        #[derive(Debug)]
        pub struct $lock<'a>(PhantomData<&'a ()>);

        impl $stream {
            /// Keeps other threads from printing, which they cannot do meanwhile anyhow.
            pub fn lock(&self) -> $lock<'static> {
                $lock(PhantomData)
            }

            /// Stands for `IsTerminal`, which cannot be implemented here: never a terminal.
            pub fn is_terminal(&self) -> bool {
                false
            }
        }

        streams!(@writes [$stream, &$stream, $lock<'_>] $target);
    )*};
    (@writes [$($stream:ty),*] $target:ident) => {$(
        impl Write for $stream {
            fn write(&mut self, text: &[u8]) -> Result<usize> {
                write($crate::__rt::Target::$target, None, &String::from_utf8_lossy(text));
                Ok(text.len())
            }

            // Written in one piece, as `println!` does it.
            fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> Result<()> {
                self.write_all(text.to_string().as_bytes())
            }

            fn flush(&mut self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

streams! {
    /// What `print!` prints to.
    stdout Stdout StdoutLock Stdout;
    /// What `eprint!` prints to.
    stderr Stderr StderrLock Stderr;
}
