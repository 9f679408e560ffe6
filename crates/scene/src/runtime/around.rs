//! The host's loop around the runtime: what gives the executor the thread, and who has it meanwhile.
//!
//! The loop is the edge of the picture. The thread goes around it clockwise, once a turn: it is at what began
//! the turn while the executor has it, and below the picture in between.

use trace::{HostKind, Turn, TurnCause};

use crate::runtime::layout::Area;

/// A place on the loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// What begins a turn here; none where the thread is between two turns.
    pub cause: Option<TurnCause>,
    /// What it is called.
    pub name: &'static str,
    /// Where its mark stands.
    pub at: (f64, f64),
    /// How far it is along the loop, of 100, from the left end of the upper edge on.
    part: f64,
}

/// Radius of the loop's corners.
pub const RADIUS: f64 = 14.0;
/// From a corner to the first station.
const FIRST: f64 = 20.0;
/// Between the names of two stations, with the mark of the second.
const BETWEEN: f64 = 30.0;
/// A character of a name.
const CHAR: f64 = 6.4;

/// The places on a loop of this shape, that between two turns last.
pub fn stations(host: HostKind, frame: &Area) -> Vec<Station> {
    let (causes, between): (&[_], _) = match host {
        HostKind::Browser => (
            &[
                (TurnCause::Microtask, "microtask"),
                (TurnCause::Timer, "timer"),
                (TurnCause::Message, "message"),
                (TurnCause::Frame, "frame"),
            ],
            "the page: paints, listens",
        ),
        HostKind::Simulated => {
            (&[(TurnCause::Microtask, "start"), (TurnCause::Timer, "deadline")], "the clock jumps")
        }
    };
    let corner = RADIUS * std::f64::consts::FRAC_PI_2;
    let (across, down) = (frame.w - 2.0 * RADIUS, frame.h - 2.0 * RADIUS);
    let length = 2.0 * (across + down) + 4.0 * corner;
    let mut x = FIRST;
    let mut stations = Vec::with_capacity(causes.len() + 1);
    for (cause, name) in causes {
        let (at, part) = ((frame.x + RADIUS + x, frame.y), x / length * 100.0);
        stations.push(Station { cause: Some(*cause), name, at, part });
        x += name.len() as f64 * CHAR + BETWEEN;
    }
    let x = FIRST + between.len() as f64 * CHAR;
    let at = (frame.right() - RADIUS - x, frame.bottom());
    let part = (across + down + 2.0 * corner + x) / length * 100.0;
    stations.push(Station { cause: None, name: between, at, part });
    stations
}

/// The station where the thread is. A turn whose cause has none began at the first.
pub fn station(stations: &[Station], turn: Turn) -> usize {
    let found = stations.iter().position(|station| station.cause == turn.cause);
    found.unwrap_or_default()
}

/// The thread's position on the loop, in hundredths of a turn: `turns + fraction`, so stepping forward moves it
/// clockwise and stepping back reverses exactly that.
pub fn way(station: &Station, turn: Turn) -> f64 {
    let part = (station.part * 10.0).round() / 10.0;
    f64::from(turn.count) * 100.0 + part
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Area = Area { x: 6.0, y: 9.0, w: 500.0, h: 300.0 };

    fn turn(cause: Option<TurnCause>, count: u32) -> Turn {
        Turn { cause, count }
    }

    #[test]
    fn a_run_goes_around_and_never_back() {
        for host in [HostKind::Browser, HostKind::Simulated] {
            let stations = stations(host, &FRAME);
            let mut last = 0.0;
            for (cause, count) in [
                (None, 0),
                (Some(TurnCause::Microtask), 1),
                (None, 1),
                (Some(TurnCause::Timer), 2),
                (None, 2),
                (Some(TurnCause::Timer), 3),
                (None, 3),
            ] {
                let turn = turn(cause, count);
                let at = way(&stations[station(&stations, turn)], turn);
                assert!(at > last, "{host:?} {cause:?} {count}: {at} after {last}");
                last = at;
            }
        }
    }

    #[test]
    fn stations_stand_on_the_edges() {
        let stations = stations(HostKind::Browser, &FRAME);
        let (between, causes) = stations.split_last().expect("stations");
        assert!(causes.iter().all(|station| station.at.1 == FRAME.y));
        assert!(causes.is_sorted_by(|one, other| one.at.0 + 30.0 < other.at.0));
        assert!(causes.iter().all(|station| station.part < 50.0));
        assert_eq!(between.at.1, FRAME.bottom());
        assert!((50.0..100.0).contains(&between.part));
    }

    #[test]
    fn a_cause_without_a_station_has_the_first() {
        let stations = stations(HostKind::Simulated, &FRAME);
        assert_eq!(station(&stations, turn(Some(TurnCause::Frame), 1)), 0);
        assert_eq!(station(&stations, turn(None, 1)), 2);
    }
}
