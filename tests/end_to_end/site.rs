//! A host of a test's own: folders under paths, a network that can be cut off, and one that lies. It sends
//! no headers beyond what any static host sends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A running host. Dropping it cuts it off.
pub struct Site {
    port: u16,
    is_up: Arc<AtomicBool>,
    network: Arc<Network>,
    thread: Option<JoinHandle<()>>,
}

/// What stands between the host and the browser: how a path that ends like this is answered, instead of
/// with the file.
type Network = Mutex<Option<(&'static str, Lie)>>;

/// A wrong answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// The page of a network that wants a login first, as a success.
    Portal,
    /// The first half of the file, as if it were whole.
    Half,
    /// The file itself, of a type that it does not have.
    Type,
    /// Nothing, while the connection stays open.
    Silence,
}

impl Site {
    /// Serves each folder under its path, which begins and ends with a slash.
    pub fn start(folders: &[(&'static str, PathBuf)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let is_up = Arc::new(AtomicBool::new(true));
        let up = Arc::clone(&is_up);
        let network = Arc::new(Network::default());
        let between = Arc::clone(&network);
        let folders: Arc<[_]> = folders.into();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if !up.load(Ordering::Relaxed) {
                    return;
                }
                let (folders, between) = (Arc::clone(&folders), Arc::clone(&between));
                // A browser that hangs up early is no error of ours.
                std::thread::spawn(move || answer(stream, &folders, &between).ok());
            }
        });
        Self { port, is_up, network, thread: Some(thread) }
    }

    /// From now on requests whose path ends like this get this answer.
    pub fn lie(&self, end: &'static str, lie: Lie) {
        *self.network.lock().expect("no thread panics") = Some((end, lie));
    }

    /// From now on all is as it should be.
    pub fn be_honest(&self) {
        *self.network.lock().expect("no thread panics") = None;
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

fn answer(
    stream: TcpStream,
    folders: &[(&'static str, PathBuf)],
    network: &Network,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(&stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).and_then(|path| path.split(['?', '#']).next());
    let path = path.unwrap_or_default();
    let lie = network.lock().expect("no thread panics").filter(|(end, _)| path.ends_with(end));
    let found = find(path, folders).and_then(|file| Some((std::fs::read(&file).ok()?, file)));
    let (status, kind, bytes) = match (found, lie.map(|(_, lie)| lie)) {
        (_, Some(Lie::Portal)) => ("200 OK", "text/html", b"<h1>Log in first</h1>".to_vec()),
        (_, Some(Lie::Silence)) => {
            // Until the browser hangs up.
            return (&stream).read_to_end(&mut Vec::new()).map(drop);
        }
        (Some((bytes, file)), Some(Lie::Half)) => {
            ("200 OK", kind(&file), bytes[..bytes.len() / 2].to_vec())
        }
        (Some((bytes, _)), Some(Lie::Type)) => ("200 OK", "text/plain", bytes),
        (Some((bytes, file)), None) => ("200 OK", kind(&file), bytes),
        (None, _) => ("404 Not Found", "text/plain", b"not found".to_vec()),
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
