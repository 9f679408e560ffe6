//! The positions of everything in the picture, in pixels at the usual text size. A pure function of
//! [`Places`] and the width.
//!
//! The queue leads to the right into the workers. A task that returns `Pending` goes down to the row of what
//! holds its waker and, when woken, comes back up at the left; a task that returns `Ready` goes to the
//! finished ones.

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
    /// The centre of the area.
    pub fn middle(&self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The y coordinate of the lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// The x coordinate of the right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }
}

/// Which part of the picture a chip is in.
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
    /// In the row of what holds the task's waker.
    WaitsFor(WaitsFor),
    /// Among the finished tasks.
    Done,
}

impl Spot {
    /// A key that is different for every spot.
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

/// A chip with its position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The task or group that the chip shows.
    pub chip: Chip,
    /// The part of the picture that the chip is in.
    pub spot: Spot,
    /// The position and size of the chip.
    pub area: Area,
    /// Whether there is room for the chip's text.
    pub named: bool,
}

/// The positions of everything in the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width and height of the picture.
    pub size: (f64, f64),
    /// The loop around the runtime.
    pub frame: Area,
    /// The box of the ready queue.
    pub ready: Area,
    /// The box of the workers.
    pub polling: Area,
    /// For each worker, its number and its area in the workers' box.
    pub workers: Vec<(u16, Area)>,
    /// Whether there is room for the number of the poll; only if there is one worker.
    pub numbers_polls: bool,
    /// The box of the finished tasks.
    pub done: Area,
    /// The box of threads that run one task each, if there are any.
    pub threads: Option<Area>,
    /// The box of the pool for code that blocks, if anything is in it.
    pub pool: Option<Area>,
    /// The box of the waiting tasks.
    pub parked: Area,
    /// For each thing that tasks wait for, its row in that box.
    pub rows: Vec<(WaitsFor, Area)>,
    /// The width of the names of these things.
    pub label: f64,
    /// All chips but those in `ghosts`.
    pub chips: Vec<Placed>,
    /// Chips, in the rows, of tasks that are shown elsewhere but have left a waker here, too.
    pub ghosts: Vec<Placed>,
}

impl Layout {
    /// The chip of a task; `None` if the task is shown as part of a group.
    pub fn chip(&self, task: trace::TaskId) -> Option<&Placed> {
        self.chips.iter().find(|placed| placed.chip == Chip::Task(task))
    }

    /// The row of a thing that tasks wait for.
    pub fn row(&self, waits_for: WaitsFor) -> Option<&Area> {
        self.rows.iter().find(|(known, _)| *known == waits_for).map(|(_, area)| area)
    }
}

/// Height of a chip.
pub const CHIP: f64 = 24.0;
/// Width of a chip without its name.
const SMALL: f64 = 22.0;
/// Width to which a group is cut where there is little room.
const GROUP: f64 = 104.0;
/// The least room in which a chip that is alone in its line shows the beginning of its text.
const LEAST: f64 = 64.0;
/// The space between two chips.
const GAP: f64 = 5.0;
/// The distance of the loop from the left, the upper and the right edge.
const FRAME: (f64, f64, f64) = (6.0, 9.0, 3.0);
/// The space at the left, in which woken tasks come up.
const LEFT: f64 = 32.0;
const RIGHT: f64 = 15.0;
/// The space above, with the names on the loop.
const TOP: f64 = 23.0;
/// The space below, inside the loop's lower edge.
const BOTTOM: f64 = 14.0;
/// Width of the title of the ready queue.
const TITLE: f64 = 104.0;
/// Height of a box with one line.
const LINE: f64 = 32.0;
/// The vertical space between two boxes.
const BETWEEN: f64 = 17.0;
/// The space between the workers and the finished tasks.
const ASIDE: f64 = 22.0;
/// Height of a row of waiting tasks.
pub const ROW: f64 = 27.0;
/// Height of the title above the first row.
const HEAD: f64 = 24.0;
/// Height of each worker if there are several.
const WORKER: f64 = 29.0;
/// A picture that is not wider than this has two columns of workers only for more than nine of them.
const NARROW: f64 = 420.0;
/// Width of the number of the poll.
const POLL: f64 = 52.0;
/// The most chips in a row of tasks that have merely left a waker.
const MOST_GHOSTS: usize = 5;
/// The share of a line that the task that finished last may take for its name, if the names of the others do
/// not fit.
const NEWEST: f64 = 0.7;
/// More workers than this are shown in two columns, if there is room.
const COLUMN: usize = 3;

/// The positions of everything in a picture of this width. `chars` returns how many characters a chip's text
/// has.
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
    // The finished tasks' box has room for its title and at least one chip.
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
        // The names of running tasks are bold, and their marks are larger.
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
        // First the tasks that wait here, then those that have merely left a waker.
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
    /// Places the finished tasks, in as many lines as there is room for.
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

/// The width of the finished tasks' title, which contains their number.
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

/// Which chips of a line keep their names if there is not enough room.
#[derive(Clone, Copy, PartialEq)]
enum Keeps {
    /// The first ones, which will be the next to do something.
    First,
    /// The last ones, to which something has just happened.
    Last,
}

/// Places chips in one line: with names as far as there is room, the others without, and overlapping if even
/// that takes too much room. Returns for each chip its left edge, its width and whether its name is shown.
fn pack(
    chips: &[Chip],
    room: f64,
    wide: &impl Fn(Chip) -> f64,
    keeps: Keeps,
) -> Vec<(Chip, f64, f64, bool)> {
    if let ([chip], true) = (chips, room >= LEAST) {
        // A chip that is alone shows as much of its name as there is room for.
        return vec![(*chip, 0.0, wide(*chip).min(room), true)];
    }
    // A group keeps its text, since its mark alone says nothing.
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
    // By how much neighbours overlap if even chips without names do not fit.
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
