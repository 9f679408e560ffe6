//! A host of a test's own: folders under paths, and a network that can be cut off. It sends no headers
//! beyond what any static host sends.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// A running host. Dropping it cuts it off.
pub struct Site {
    port: u16,
    is_up: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves each folder under its path, which begins and ends with a slash.
    pub fn start(folders: &[(&'static str, PathBuf)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let is_up = Arc::new(AtomicBool::new(true));
        let up = Arc::clone(&is_up);
        let folders: Arc<[_]> = folders.into();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if !up.load(Ordering::Relaxed) {
                    return;
                }
                let folders = Arc::clone(&folders);
                // A browser that hangs up early is no error of ours.
                std::thread::spawn(move || answer(stream, &folders).ok());
            }
        });
        Self { port, is_up, thread: Some(thread) }
    }

    /// The released page under `/dist/`, and the examples where they lie beside it.
    pub fn with_examples() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self::start(&[
            ("/examples/reveal/node_modules/", root.join(".tools/reveal/node_modules")),
            ("/examples/", root.join("examples")),
            ("/dist/", dist()),
        ])
    }

    /// The address of a path, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// The folder of the released page.
pub fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")
}

impl Drop for Site {
    fn drop(&mut self) {
        self.is_up.store(false, Ordering::Relaxed);
        // One more connection, so that the thread sees that it is to end.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(stream: TcpStream, folders: &[(&'static str, PathBuf)]) -> std::io::Result<()> {
    let mut lines = BufReader::new(&stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).and_then(|path| path.split(['?', '#']).next());
    let found = path.and_then(|path| find(path, folders));
    let (status, kind, bytes) =
        match found.and_then(|file| Some((std::fs::read(&file).ok()?, file))) {
            Some((bytes, file)) => ("200 OK", kind(&file), bytes),
            None => ("404 Not Found", "text/plain", b"not found".to_vec()),
        };
    let length = bytes.len();
    let mut stream = &stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&bytes)
}

fn find(path: &str, folders: &[(&'static str, PathBuf)]) -> Option<PathBuf> {
    let (prefix, folder) = folders.iter().find(|(prefix, _)| path.starts_with(prefix))?;
    let relative = Path::new(&path[prefix.len()..]);
    let stays_inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let file = folder.join(relative);
    let file = if file.is_dir() { file.join("index.html") } else { file };
    (stays_inside && file.is_file()).then_some(file)
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff") => "font/woff",
        _ => "application/octet-stream",
    }
}
