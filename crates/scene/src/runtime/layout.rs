//! Where everything stands, in pixels of the usual size of text: a pure function of [`Places`] and
//! the width.
//!
//! The queue runs to the right into the worker; who is pending goes down to the rows of what holds its
//! waker, and comes back up at the left; who is ready goes to the finished ones.

use crate::runtime::places::{Chip, Chips, Places, WaitsFor};

/// A box or a chip.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// Its middle.
    pub fn middle(&self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }
}

/// Where a chip stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// In the ready queue.
    Ready,
    /// On a worker.
    Worker(u16),
    /// On a thread of its own.
    Threads,
    /// In the pool for code that blocks.
    Pool,
    /// At what holds its waker.
    WaitsFor(WaitsFor),
    /// Among those that are over.
    Done,
}

impl Spot {
    /// What tells it from others.
    pub fn key(self) -> (u32, u64) {
        match self {
            Spot::WaitsFor(waits_for) => waits_for.key(),
            Spot::Ready => (8, 0),
            Spot::Threads => (9, 0),
            Spot::Pool => (10, 0),
            Spot::Done => (11, 0),
            Spot::Worker(number) => (12, u64::from(number)),
        }
    }
}

/// A chip in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Who.
    pub chip: Chip,
    /// Where.
    pub spot: Spot,
    /// Where exactly.
    pub area: Area,
    /// Whether there is room for its name.
    pub named: bool,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width and height of it all.
    pub size: (f64, f64),
    /// The loop around it.
    pub frame: Area,
    /// The ready queue.
    pub ready: Area,
    /// The workers' box,
    pub polling: Area,
    /// and each one's place in it.
    pub workers: Vec<(u16, Area)>,
    /// Whether there is room for the number of the poll beside the one worker.
    pub numbers_polls: bool,
    /// The finished ones.
    pub done: Area,
    /// Threads of one task each, and the pool, if there are any.
    pub threads: Option<Area>,
    /// The pool for code that blocks.
    pub pool: Option<Area>,
    /// Those that wait,
    pub parked: Area,
    /// and what they wait for.
    pub rows: Vec<(WaitsFor, Area)>,
    /// How wide the names of what they wait for are.
    pub label: f64,
    /// The chips.
    pub chips: Vec<Placed>,
    /// Where tasks that stand elsewhere have left a waker too.
    pub ghosts: Vec<Placed>,
}

impl Layout {
    /// The chip of a task, or of the group that it is in.
    pub fn chip(&self, task: trace::TaskId) -> Option<&Placed> {
        self.chips.iter().find(|placed| placed.chip == Chip::Task(task))
    }

    /// The row of what is waited for.
    pub fn row(&self, waits_for: WaitsFor) -> Option<&Area> {
        self.rows.iter().find(|(known, _)| *known == waits_for).map(|(_, area)| area)
    }
}

/// Height of a chip.
pub const CHIP: f64 = 24.0;
/// Width of a chip without its name.
const SMALL: f64 = 22.0;
/// Width of a group where there is little room.
const GROUP: f64 = 104.0;
/// Width of one with the beginning of its name.
const LEAST: f64 = 64.0;
/// Between two chips.
const GAP: f64 = 5.0;
/// Where the loop around it all runs, from the left, from above and from the right.
const FRAME: (f64, f64, f64) = (6.0, 9.0, 3.0);
/// What is left free at the left: there those that are woken come up.
const LEFT: f64 = 32.0;
const RIGHT: f64 = 15.0;
/// Below the names on the loop,
const TOP: f64 = 23.0;
/// and above its lower edge.
const BOTTOM: f64 = 14.0;
/// Room for a box's title.
const TITLE: f64 = 104.0;
/// Height of a box of one line.
const LINE: f64 = 32.0;
/// Between two boxes one above the other.
const BETWEEN: f64 = 17.0;
/// Between the workers and the finished ones.
const ASIDE: f64 = 22.0;
/// Height of a row of those that wait.
pub const ROW: f64 = 27.0;
/// Above the first of them.
const HEAD: f64 = 24.0;
/// Between one worker and the next.
const WORKER: f64 = 29.0;
/// Less width than this has one column only.
const NARROW: f64 = 420.0;
/// Room for the number of the poll.
const POLL: f64 = 52.0;
/// More tasks than this that have left a waker are not shown.
const MOST_GHOSTS: usize = 5;
/// How much of a line the newest may take for its name, where there is no room for others'.
const NEWEST: f64 = 0.7;
/// More workers than this stand in two columns.
const COLUMN: usize = 3;

/// Where everything stands in a picture of this width. `chars` says how long a chip's text is.
pub fn layout(places: &Places, width: f64, chars: impl Fn(Chip) -> usize) -> Layout {
    let wide = |chip| natural(chip, chars(chip));
    let inner = (width - LEFT - RIGHT).max(180.0);
    let ready = Area { x: LEFT, y: TOP, w: inner, h: LINE };
    let mut picture =
        Layout { ready, label: (inner * 0.43).clamp(150.0, 230.0), ..Layout::default() };

    let digits = places.ready.count.checked_ilog10().unwrap_or(0).saturating_sub(1);
    let room = inner - TITLE - 10.0 - f64::from(digits) * 8.0;
    for (chip, x, w, named) in pack(&places.ready.list, room, &wide, Keeps::First) {
        let area = Area { x: ready.right() - 8.0 - x - w, y: centred(&ready), w, h: CHIP };
        picture.chips.push(Placed { chip, spot: Spot::Ready, area, named });
    }

    let count = places.workers.len();
    let columns = if count > COLUMN && (inner > NARROW || count > 9) { 2 } else { 1 };
    let lines = count.div_ceil(columns);
    let share = if columns > 1 { 0.7 } else { 0.54 };
    // Beside the finished ones' title there is room for a chip at least.
    let finished = finished_title(places.done.count) + SMALL + 8.0;
    let polling_width = (inner * share).clamp(150.0, 420.0).min(inner - ASIDE - finished).max(96.0);
    let polling_height = if count > 1 { lines as f64 * WORKER + 9.0 } else { LINE + 4.0 };
    let top = ready.bottom() + BETWEEN;
    let polling =
        Area { x: LEFT + inner - polling_width, y: top, w: polling_width, h: polling_height };
    picture.polling = polling;
    picture.done = Area { x: LEFT, y: top, w: inner - polling_width - ASIDE, h: polling_height };
    picture.numbers_polls = count == 1 && polling_width > 210.0;
    let title = if count > 1 { 90.0 } else { 62.0 };
    for (index, worker) in places.workers.iter().enumerate() {
        let w = polling_width / columns as f64;
        let x = polling.x + (index / lines) as f64 * w;
        let y = polling.y + (index % lines) as f64 * WORKER;
        let (y, h) = if count > 1 { (y + 4.0, WORKER) } else { (y, polling_height) };
        let own = Area { x, y, w, h };
        picture.workers.push((worker.number, own));
        let chips: Vec<Chip> = worker.tasks.iter().copied().map(Chip::Task).collect();
        let number = if picture.numbers_polls { POLL } else { 0.0 };
        // What is polled is written in bold, behind a larger mark.
        let bold = |chip| wide(chip) + 12.0;
        for (chip, x, w, named) in pack(&chips, own.w - title - 6.0 - number, &bold, Keeps::First) {
            let area = Area { x: own.x + title + x, y: centred(&own), w, h: CHIP };
            picture.chips.push(Placed { chip, spot: Spot::Worker(worker.number), area, named });
        }
    }
    picture.finished(&places.done, count > 1, &wide);

    let mut top = polling.bottom();
    for (chips, spot) in [(&places.threads, Spot::Threads), (&places.pool, Spot::Pool)] {
        if chips.count == 0 {
            continue;
        }
        let area = Area { x: LEFT, y: top + 10.0, w: inner, h: LINE };
        top = area.bottom();
        let title = picture.label;
        for (chip, x, w, named) in pack(&chips.list, inner - title - 8.0, &wide, Keeps::First) {
            let place = Area { x: LEFT + title + x, y: centred(&area), w, h: CHIP };
            picture.chips.push(Placed { chip, spot, area: place, named });
        }
        match spot {
            Spot::Threads => picture.threads = Some(area),
            _ => picture.pool = Some(area),
        }
    }

    let rows = places.rows.len().max(1) as f64;
    let h = HEAD + rows * ROW + 4.0 + if places.unseen > 0 { 20.0 } else { 0.0 };
    picture.parked = Area { x: LEFT, y: top + BETWEEN, w: inner, h };
    for (index, row) in places.rows.iter().enumerate() {
        let y = picture.parked.y + HEAD + index as f64 * ROW;
        let area = Area { x: LEFT, y, w: inner, h: ROW };
        picture.rows.push((row.waits_for, area));
        // Who stands here, and after them who has only left a waker.
        let ghosts = row.wakers.iter().take(MOST_GHOSTS).copied().map(Chip::Task);
        let chips: Vec<Chip> = row.chips.list.iter().copied().chain(ghosts).collect();
        let room = inner - picture.label - 10.0;
        let packed = pack(&chips, room, &wide, Keeps::First);
        for (index, (chip, x, w, named)) in packed.into_iter().enumerate() {
            let area = Area { x: LEFT + picture.label + x, y: centred(&area), w, h: CHIP };
            let placed = Placed { chip, spot: Spot::WaitsFor(row.waits_for), area, named };
            let stands = index < row.chips.list.len();
            if stands { &mut picture.chips } else { &mut picture.ghosts }.push(placed);
        }
    }
    let (left, top, right) = FRAME;
    let bottom = picture.parked.bottom() + BOTTOM;
    picture.frame = Area { x: left, y: top, w: width - left - right, h: bottom - top };
    picture.size = (width, bottom + 9.0);
    picture
}

impl Layout {
    /// Those that are over, in as many lines as there is room for.
    fn finished(&mut self, chips: &Chips, tall: bool, wide: &impl Fn(Chip) -> f64) {
        let area = self.done;
        let top = if tall { HEAD } else { 0.0 };
        let title = if tall { 8.0 } else { finished_title(chips.count) };
        let lines = if tall { ((area.h - top - 4.0) / CHIP).max(1.0) as usize } else { 1 };
        let room = area.w - title - 4.0;
        let each = chips.list.len().div_ceil(lines).max(1);
        for (line, chips) in chips.list.chunks(each).enumerate() {
            let y = if tall { area.y + top + line as f64 * CHIP } else { centred(&area) };
            for (chip, x, w, named) in pack(chips, room, wide, Keeps::Last) {
                let place = Area { x: area.x + title + x, y, w, h: CHIP };
                self.chips.push(Placed { chip, spot: Spot::Done, area: place, named });
            }
        }
    }
}

/// Room for the title of those that are over, with their number.
fn finished_title(count: usize) -> f64 {
    78.0 + f64::from(count.checked_ilog10().unwrap_or(0)) * 9.0
}

fn centred(area: &Area) -> f64 {
    area.y + (area.h - CHIP) / 2.0
}

fn natural(chip: Chip, chars: usize) -> f64 {
    let most = match chip {
        Chip::Task(_) => 144.0,
        Chip::Group { .. } => 200.0,
    };
    (38.0 + chars as f64 * 7.3).clamp(48.0, most)
}

/// Whose names a line keeps for longest.
#[derive(Clone, Copy, PartialEq)]
enum Keeps {
    /// Those of the first: they are the next to do something.
    First,
    /// Those of the last: something has just become of them.
    Last,
}

/// Puts chips into one line: with their names as far as there is room, then without, then one over the
/// other. Gives left edge, width and whether it has its name.
fn pack(
    chips: &[Chip],
    room: f64,
    wide: &impl Fn(Chip) -> f64,
    keeps: Keeps,
) -> Vec<(Chip, f64, f64, bool)> {
    if let ([chip], true) = (chips, room >= LEAST) {
        // One by itself keeps as much of its name as there is room for.
        return vec![(*chip, 0.0, wide(*chip).min(room), true)];
    }
    // A group without its name and number would say nothing.
    let says = |chip: Chip| matches!(chip, Chip::Group { .. });
    let small = |chip| if says(chip) { wide(chip).min(GROUP) } else { SMALL };
    let mut packed: Vec<(Chip, f64, f64, bool)> =
        chips.iter().map(|chip| (*chip, 0.0, small(*chip), says(*chip))).collect();
    let mut rest: f64 = packed.iter().map(|(_, _, w, _)| w + GAP).sum::<f64>() - GAP;
    let mut roomy = true;
    for step in 0..packed.len() {
        let index = if keeps == Keeps::First { step } else { packed.len() - 1 - step };
        let (chip, _, w, named) = &mut packed[index];
        let more = wide(*chip) - *w;
        let newest = keeps == Keeps::Last && step == 0;
        roomy = roomy && rest + more <= room;
        if roomy || (newest && *w + more <= room * NEWEST) {
            rest += more;
            *w += more;
            *named = true;
        }
    }
    // How much each must give when not even the small ones have room.
    let squeeze = match packed.len() {
        0 | 1 => 0.0,
        count => ((rest - room) / (count - 1) as f64).max(0.0),
    };
    let mut at = 0.0;
    for (_, x, w, _) in &mut packed {
        *x = at;
        at += *w + GAP - squeeze;
    }
    packed
}

#[cfg(test)]
mod tests {
    use trace::TaskId;

    use super::*;

    fn tasks(count: usize) -> Vec<Chip> {
        (0..count).map(|index| Chip::Task(TaskId::from_index(index))).collect()
    }

    #[test]
    fn names_give_way_from_the_last_on() {
        let wide = |_| 100.0;
        let named = |count, room| -> Vec<bool> {
            pack(&tasks(count), room, &wide, Keeps::First).iter().map(|packed| packed.3).collect()
        };
        assert_eq!(named(3, 310.0), [true, true, true]);
        assert_eq!(named(3, 260.0), [true, true, false]);
        assert_eq!(named(3, 80.0), [false, false, false]);
        assert_eq!(named(0, 80.0), [false; 0]);
    }

    #[test]
    fn who_has_just_finished_keeps_its_name() {
        let wide = |_| 100.0;
        let named = |count, room| -> Vec<bool> {
            let packed = pack(&tasks(count), room, &wide, Keeps::Last);
            packed.iter().map(|packed| packed.3).collect()
        };
        assert_eq!(named(3, 310.0), [true, true, true]);
        assert_eq!(named(3, 240.0), [false, true, true]);
        assert_eq!(named(3, 145.0), [false, false, true]);
        assert_eq!(named(3, 80.0), [false, false, false]);
    }

    #[test]
    fn who_is_over_stands_beside_the_title_however_narrow_it_is() {
        use crate::runtime::places::Worker;
        for width in (280..900).step_by(7) {
            for count in [1, 2, 9, 40] {
                let done = Chips { count, list: tasks(count) };
                let workers = vec![Worker { number: 0, tasks: Vec::new() }];
                let places = Places { done, workers, ..Places::default() };
                let picture = layout(&places, f64::from(width), |_| 8);
                let (box_of, title) = (picture.done, finished_title(count));
                assert_eq!(picture.chips.len(), count);
                for chip in picture.chips {
                    assert!(chip.area.x >= box_of.x + title, "{count} in {width}");
                    assert!(chip.area.right() <= box_of.right(), "{count} in {width}");
                }
            }
        }
    }

    #[test]
    fn a_line_never_leaves_its_room() {
        for count in 1..60 {
            for room in [60.0, 150.0, 400.0] {
                for keeps in [Keeps::First, Keeps::Last] {
                    let packed = pack(&tasks(count), room, &|_| 90.0, keeps);
                    let end = packed.iter().map(|(_, x, w, _)| x + w).fold(0.0, f64::max);
                    assert!(end <= room + 0.001, "{count} in {room}: {end}");
                    assert!(packed.windows(2).all(|pair| pair[0].1 < pair[1].1));
                }
            }
        }
    }
}
