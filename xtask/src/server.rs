//! Serves one folder on 127.0.0.1, as a static host would.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use tiny_http::{Header, Method, Request, Response};

use crate::failure::{Failure, Outcome};
use crate::mime;

/// Browsers open up to six connections; more threads would only wait.
const THREADS: usize = 6;

/// A running server. Dropping it ends it.
pub struct Server {
    listener: Arc<tiny_http::Server>,
    threads: Vec<JoinHandle<()>>,
    port: u16,
}

impl Server {
    /// Serves the files in `folder` on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// If no port can be opened.
    pub fn start(folder: &Path) -> Outcome<Self> {
        let trouble = |why: String| Failure::new(format!("The test server did not start: {why}."));
        let listener =
            tiny_http::Server::http("127.0.0.1:0").map_err(|error| trouble(error.to_string()))?;
        let address = listener.server_addr().to_ip();
        let port = address.ok_or_else(|| trouble("no address".into()))?.port();
        let listener = Arc::new(listener);
        let folder: Arc<Path> = folder.into();
        let threads = (0..THREADS)
            .map(|_| {
                let (listener, folder) = (Arc::clone(&listener), Arc::clone(&folder));
                std::thread::spawn(move || {
                    // `recv` fails once the server is unblocked, which is how it ends.
                    while let Ok(request) = listener.recv() {
                        answer(request, &folder);
                    }
                })
            })
            .collect();
        Ok(Self { listener, threads, port })
    }

    /// The address of the folder, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Each call wakes one thread, and an awakened thread ends.
        for _ in &self.threads {
            self.listener.unblock();
        }
        for thread in self.threads.drain(..) {
            // A thread that panicked has already said so.
            let _ = thread.join();
        }
    }
}

fn answer(request: Request, folder: &Path) {
    let found = match request.method() {
        Method::Get | Method::Head => find(folder, request.url()),
        _ => None,
    };
    let opened = found.and_then(|path| Some((File::open(&path).ok()?, path)));
    // A browser that hangs up early is no error of ours, so what `respond` returns is dropped.
    let _ = match opened {
        Some((file, path)) => request.respond(
            Response::from_file(file)
                .with_header(header("Content-Type", mime::type_of(&path)))
                // The next build must be seen, whatever an earlier one left in a cache.
                .with_header(header("Cache-Control", "no-store")),
        ),
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    };
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our own headers are ASCII")
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
        let server = Server::start(&site.folder()).expect("server");
        check(&server, "/?query", 200, "Content-Type: text/html; charset=utf-8\r\n");
        check(&server, "/?query", 200, "\r\n\r\n<p>page");
        check(&server, "/app.wasm", 200, "Content-Type: application/wasm\r\n");
        check(&server, "/none.js", 404, "");
    }

    #[test]
    fn refuses_to_leave_its_folder() {
        let site = Site::new("traversal");
        let server = Server::start(&site.folder()).expect("server");
        for path in
            ["/../secret.txt", "/%2e%2e/secret.txt", "/x/../../secret.txt", "//etc/passwd", "/.."]
        {
            check(&server, path, 404, "");
        }
    }

    #[test]
    fn ends_when_dropped() {
        let site = Site::new("drop");
        let server = Server::start(&site.folder()).expect("server");
        let port = server.port;
        drop(server);
        assert!(http::get(port, "/").is_err());
    }
}
