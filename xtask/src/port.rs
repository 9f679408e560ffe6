//! Ports on 127.0.0.1.

use std::net::{Ipv4Addr, TcpListener};

use crate::failure::{Failure, Outcome};

/// Fails if something already listens on `port`.
///
/// # Errors
/// A sentence that proposes another port.
pub fn require_free(port: u16) -> Outcome {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop).map_err(|error| {
        Failure::new(format!(
            "Port {port} on 127.0.0.1 cannot be used ({error}): stop what uses it, or choose \
                 another with `cargo xtask serve --port {}`.",
            port.checked_add(1).unwrap_or(8080)
        ))
    })
}

/// A port that was free a moment ago, for a program that cannot choose one itself.
///
/// # Errors
/// If the system gives none.
pub fn any_free() -> Outcome<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("No free port was found on 127.0.0.1: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_refused_by_name() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("listener");
        let port = listener.local_addr().expect("address").port();
        let failure = require_free(port).expect_err("in use").to_string();
        assert!(failure.contains(&format!("Port {port} ")), "{failure}");
        assert!(failure.contains("--port"), "{failure}");
    }
}
