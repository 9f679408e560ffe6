//! Serves folders on 127.0.0.1, as a static host would.
//!
//! Every connection has a thread of its own and is closed after one answer. A pool of threads that
//! keeps connections open leaves a browser waiting: it opens several at once, also in advance, and
//! holds them for minutes, while the one that the page needs waits for its turn.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::failure::{Failure, Outcome};
use crate::mime;

/// A running server. Dropping it ends it.
pub struct Server {
    port: u16,
    is_up: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the files in `folders` on a free port of 127.0.0.1; a file that several have is taken
    /// from the first of them.
    ///
    /// # Errors
    /// If no port can be opened.
    pub fn start(folders: &[&Path]) -> Outcome<Self> {
        let trouble = |why: io::Error| Failure::new(format!("The server did not start: {why}."));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(trouble)?;
        let port = listener.local_addr().map_err(trouble)?.port();
        let is_up = Arc::new(AtomicBool::new(true));
        let folders: Arc<[PathBuf]> = folders.iter().map(|folder| folder.to_path_buf()).collect();
        let up = Arc::clone(&is_up);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if !up.load(Ordering::Relaxed) {
                    return;
                }
                let folders = Arc::clone(&folders);
                // A browser that hangs up early is no error of ours.
                std::thread::spawn(move || answer(&stream, &folders).ok());
            }
        });
        Ok(Self { port, is_up, thread: Some(thread) })
    }

    /// The address of the folders, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_up.store(false, Ordering::Relaxed);
        // One more connection, so that the thread sees that it is to end.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has already said so.
            let _ = thread.join();
        }
    }
}

fn answer(stream: &TcpStream, folders: &[PathBuf]) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let method = words.next().unwrap_or_default();
    let path = words.next().filter(|_| matches!(method, "GET" | "HEAD"));
    let found = path.and_then(|path| folders.iter().find_map(|folder| find(folder, path)));
    let opened = found.and_then(|path| Some((File::open(&path).ok()?, path)));
    let Some((mut file, path)) = opened else {
        return head(stream, "404 Not Found", "text/plain", 0);
    };
    head(stream, "200 OK", mime::type_of(&path), file.metadata()?.len())?;
    if method == "GET" {
        io::copy(&mut file, &mut &*stream)?;
    }
    Ok(())
}

fn head(mut stream: &TcpStream, status: &str, kind: &str, length: u64) -> io::Result<()> {
    // The next build must be seen, whatever an earlier one left in a cache.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())
}

/// The file that `url` stands for; `None` unless it lies inside of `folder`. Names are taken as
/// they are, without percent-decoding: trunk writes none that needs it.
fn find(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let relative = Path::new(path);
    let stays_inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !stays_inside {
        return None;
    }
    let path = folder.join(relative);
    let path = if path.is_dir() { path.join("index.html") } else { path };
    path.is_file().then_some(path)
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::time::Duration;

    use super::*;
    use crate::http;

    /// A folder with an `index.html` and an `app.wasm` beside a file that must not be served.
    struct Site(PathBuf);

    impl Site {
        fn new(name: &str) -> Self {
            let outer = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
            let inner = outer.join("dist");
            std::fs::create_dir_all(&inner).expect("folder");
            std::fs::write(outer.join("secret.txt"), "secret").expect("file");
            std::fs::write(inner.join("index.html"), "<p>page").expect("file");
            std::fs::write(inner.join("app.wasm"), "\0asm").expect("file");
            Self(outer)
        }

        fn folder(&self) -> PathBuf {
            self.0.join("dist")
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn check(server: &Server, path: &str, status: u16, part: &str) {
        let answer = http::get(server.port, path).expect(path);
        assert_eq!(answer.status(), status, "{path}");
        let text = String::from_utf8_lossy(&answer.0);
        assert!(text.contains(part), "{path}: {text}");
    }

    #[test]
    fn serves_files_with_their_types() {
        let site = Site::new("types");
        let server = Server::start(&[&site.folder()]).expect("server");
        check(&server, "/?query", 200, "Content-Type: text/html; charset=utf-8\r\n");
        check(&server, "/?query", 200, "\r\n\r\n<p>page");
        check(&server, "/app.wasm", 200, "Content-Type: application/wasm\r\n");
        check(&server, "/none.js", 404, "");
    }

    #[test]
    fn refuses_to_leave_its_folder() {
        let site = Site::new("traversal");
        let server = Server::start(&[&site.folder()]).expect("server");
        for path in
            ["/../secret.txt", "/%2e%2e/secret.txt", "/x/../../secret.txt", "//etc/passwd", "/.."]
        {
            check(&server, path, 404, "");
        }
    }

    #[test]
    fn what_several_folders_have_comes_from_the_first() {
        let (one, two) = (Site::new("first"), Site::new("second"));
        std::fs::write(one.folder().join("index.html"), "<p>another page").expect("file");
        std::fs::write(two.folder().join("trace.json"), "{}").expect("file");
        let server = Server::start(&[&one.folder(), &two.folder()]).expect("server");
        check(&server, "/", 200, "\r\n\r\n<p>another page");
        check(&server, "/trace.json", 200, "\r\n\r\n{}");
    }

    #[test]
    fn all_that_connect_at_once_are_answered() {
        let site = Site::new("crowd");
        let server = Server::start(&[&site.folder()]).expect("server");
        let connect =
            |_| TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).expect("connection");
        let crowd: Vec<_> = (0..40).map(connect).collect();
        // Whoever came last asks first, and nobody hangs up.
        for mut stream in crowd.iter().rev() {
            stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout");
            stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").expect("a request");
            let mut text = String::new();
            stream.read_to_string(&mut text).expect("an answer");
            assert!(text.ends_with("\r\n\r\n<p>page"), "{text}");
        }
    }

    #[test]
    fn a_head_has_no_body() {
        let site = Site::new("head");
        let server = Server::start(&[&site.folder()]).expect("server");
        let mut stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).expect("connection");
        stream.write_all(b"HEAD / HTTP/1.1\r\n\r\n").expect("a request");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        assert!(text.contains("Content-Length: 7\r\n") && text.ends_with("\r\n\r\n"), "{text}");
    }

    #[test]
    fn ends_when_dropped() {
        let site = Site::new("drop");
        let server = Server::start(&[&site.folder()]).expect("server");
        let port = server.port;
        drop(server);
        assert!(http::get(port, "/").is_err());
    }
}
