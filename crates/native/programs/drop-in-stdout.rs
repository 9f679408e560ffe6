//! Lines written to stdout by hand come between those that are printed.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

fn prompt(out: &mut impl Write, s: &str) -> io::Result<()> {
    write!(out, "{s}")?;
    out.flush()
}

fn main() -> io::Result<()> {
    let stdout = io::stdout();
    let mut lock = stdout.lock();
    writeln!(lock, "locked line")?;
    prompt(&mut lock, "prompt> ")?;
    writeln!(lock)?;
    drop(lock);
    for i in (1..=3).rev() {
        print!("{i}... ");
        io::stdout().flush().unwrap();
        thread::sleep(Duration::from_millis(1));
    }
    println!("go");
    io::stderr().write_all(b"err\n")?;
    let mut buf = Vec::new();
    writeln!(&mut buf, "in memory")?;
    io::stdout().write_all(&buf)?;
    Ok(())
}
