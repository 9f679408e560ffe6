//! The host's loop around the runtime: what gives the executor the thread, and who has the thread between
//! turns.
//!
//! The loop is the edge of the picture. The thread moves around it clockwise, once in each turn. While the
//! executor has the thread, its position is at the cause of the turn; between turns it is at the lower edge.

use trace::{HostKind, Turn, TurnCause};

use crate::runtime::layout::Area;

/// A place on the loop, with a mark and a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// The cause of a turn that begins here; `None` for the place of the thread between two turns.
    pub cause: Option<TurnCause>,
    /// The station's name.
    pub name: &'static str,
    /// Where the mark of the station is, in pixels.
    pub at: (f64, f64),
    /// The distance along the loop from the left end of its upper edge, clockwise, in hundredths of the loop's
    /// length.
    part: f64,
}

/// The radius of the loop's corners, in pixels.
pub const RADIUS: f64 = 14.0;
/// The distance from a corner to the first station, in pixels.
const FIRST: f64 = 20.0;
/// The distance between the names of two stations, including the mark of the second, in pixels.
const BETWEEN: f64 = 30.0;
/// The width of a character of a name, in pixels.
const CHAR: f64 = 6.4;

/// The stations of a loop with this shape. The last one is the place between two turns.
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

/// The index of the station where the thread is; the first station for a cause that has none of its own.
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
