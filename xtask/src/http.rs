//! Just enough HTTP to ask a server on this machine whether it is up.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

/// Nothing on this machine takes longer to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The answer to a GET, as it came: status line, headers, a blank line, the content.
#[derive(Debug)]
pub struct Answer(pub Vec<u8>);

impl Answer {
    /// 200 if all is well; 0 if this is not HTTP.
    pub fn status(&self) -> u16 {
        let line = self.0.split(|&byte| byte == b'\n').next();
        line.and_then(|line| std::str::from_utf8(line).ok())
            .and_then(|line| line.strip_prefix("HTTP/1.1 "))
            .and_then(|line| line.get(..3)?.parse().ok())
            .unwrap_or(0)
    }
}

/// Asks `127.0.0.1:port` for `path`, which is sent as it is.
///
/// # Errors
/// If nothing listens there, or it does not answer.
pub fn get(port: u16, path: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    read(BufReader::new(stream)).map(Answer)
}

fn read(mut stream: impl BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut length = None;
    loop {
        let start = bytes.len();
        stream.read_until(b'\n', &mut bytes)?;
        let line = String::from_utf8_lossy(&bytes[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
        // A blank line ends the headers; nothing at all, the connection.
        if line.trim_end().is_empty() {
            break;
        }
    }
    // chromedriver promises to close the connection and does not, so its length is needed.
    stream.take(length.unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Asks until the answer is 200 or `patience` is over; `false` if it never came.
pub fn wait_until_up(port: u16, path: &str, patience: Duration) -> bool {
    let start = Instant::now();
    loop {
        if get(port, path).is_ok_and(|answer| answer.status() == 200) {
            return true;
        }
        if start.elapsed() > patience {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
