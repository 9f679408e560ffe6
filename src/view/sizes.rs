//! How large the panes are: a share of the page for each line that can be moved.

use super::stored;

/// The name under which the sizes are stored.
const NAME: &str = "panes";

/// A line between two panes that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Beside the list of programs.
    Rail,
    /// Between the program and what stands beside it.
    Side,
    /// Below the runtime.
    Runtime,
    /// Above the timeline.
    Timeline,
    /// Above the timeline of two runs, which need more room.
    Both,
}

/// What is true of a line wherever it stands. Shares are thousandths of what the pane is a part of.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it is called by a screen reader.
    pub label: &'static str,
    /// The id of the pane that it makes larger or smaller.
    pub pane: &'static str,
    /// Whether it stands upright, between a left and a right.
    pub upright: bool,
    /// Whether the pane lies before it: left of it or above it.
    pub before: bool,
    /// The style sheet's variable for the pane's size, and the unit of hundredths.
    pub size: (&'static str, &'static str),
    /// The share while nobody has moved the line.
    pub usual: u16,
    /// The least and the largest share. A pane that is pulled below half of the least is closed.
    pub bounds: (u16, u16),
}

impl Split {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Rail, Self::Side, Self::Runtime, Self::Timeline, Self::Both];

    /// What is true of it.
    pub fn rule(self) -> Rule {
        let rule = Rule {
            label: "Height of the timeline",
            pane: "timeline",
            upright: false,
            before: false,
            size: ("--timeline", "vh"),
            usual: 260,
            bounds: (120, 700),
        };
        match self {
            Self::Timeline => rule,
            Self::Both => Rule { usual: 470, ..rule },
            Self::Rail => Rule {
                label: "Width of the list of programs",
                pane: "rail",
                upright: true,
                before: true,
                size: ("--rail", "vw"),
                usual: 170,
                bounds: (120, 250),
            },
            Self::Side => Rule {
                label: "Width of what stands beside the program",
                pane: "side",
                upright: true,
                before: false,
                size: ("--side", "vw"),
                usual: 410,
                bounds: (200, 600),
            },
            Self::Runtime => Rule {
                label: "Height of the runtime",
                pane: "runtime",
                upright: false,
                before: true,
                size: ("--runtime", "%"),
                usual: 630,
                bounds: (200, 800),
            },
        }
    }
}

/// The shares that the reader has given to panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// In the order of [`Split::ALL`]; 0 for a pane that is closed.
    shares: [Option<u16>; 5],
    /// What those that are closed had before.
    before: [Option<u16>; 5],
}

impl Sizes {
    /// The sizes that were stored.
    pub fn stored() -> Self {
        stored::stored(NAME).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// Stores the sizes.
    pub fn store(&self) {
        stored::store(NAME, &self.text());
    }

    /// Reads what [`Sizes::text`] has written. What is not a share leaves the pane as usual.
    pub fn parse(text: &str) -> Self {
        let mut sizes = Self::default();
        for (split, share) in Split::ALL.into_iter().zip(text.split(',')) {
            sizes.shares[split as usize] = share.parse().ok().map(|share| pulled(split, share));
        }
        sizes
    }

    /// The shares as a line of text; empty if all are as usual.
    pub fn text(&self) -> String {
        if self.shares == [None; 5] {
            return String::new();
        }
        let shares = self.shares.iter();
        let shares = shares.map(|share| share.map(|share| share.to_string()).unwrap_or_default());
        shares.collect::<Vec<_>>().join(",")
    }

    /// The share of a line's pane.
    pub fn share(&self, split: Split) -> u16 {
        self.shares[split as usize].unwrap_or(split.rule().usual)
    }

    /// Whether a line's pane is closed.
    pub fn is_closed(&self, split: Split) -> bool {
        self.share(split) == 0
    }

    /// Gives a pane about this share.
    pub fn pull(&mut self, split: Split, share: u16) {
        let share = pulled(split, share);
        if share == 0 && !self.is_closed(split) {
            self.before[split as usize] = self.shares[split as usize];
        }
        self.shares[split as usize] = Some(share);
    }

    /// Gives a pane the share that it has usually.
    pub fn reset(&mut self, split: Split) {
        self.shares[split as usize] = None;
    }

    /// Closes a pane, or opens it as it was.
    pub fn toggle(&mut self, split: Split) {
        match self.is_closed(split) {
            true => self.shares[split as usize] = self.before[split as usize],
            false => self.pull(split, 0),
        }
    }

    /// Opens a pane if it is closed.
    pub fn open(&mut self, split: Split) {
        if self.is_closed(split) {
            self.toggle(split);
        }
    }

    /// What the style sheet has to know. `both` says that two runs are shown.
    pub fn style(&self, both: bool) -> Option<String> {
        let mut style = String::new();
        for split in Split::ALL {
            let other = if both { Split::Timeline } else { Split::Both };
            let Some(share) = self.shares[split as usize].filter(|_| split != other) else {
                continue;
            };
            let (name, unit) = split.rule().size;
            style.push_str(&format!("{name}:{}.{}{unit};", share / 10, share % 10));
        }
        (!style.is_empty()).then_some(style)
    }
}

fn pulled(split: Split, share: u16) -> u16 {
    let (least, most) = split.rule().bounds;
    if share < least / 2 { 0 } else { share.clamp(least, most) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pane_stays_within_its_bounds_or_is_closed() {
        for split in Split::ALL {
            let (least, most) = split.rule().bounds;
            let mut sizes = Sizes::default();
            for (share, is) in [(least, least), (least - 1, least), (most + 1, most), (0, 0)] {
                sizes.pull(split, share);
                assert_eq!(sizes.share(split), is, "{split:?} {share}");
            }
            let usual = split.rule().usual;
            assert!((least..=most).contains(&usual), "{split:?}");
        }
    }

    #[test]
    fn a_pane_that_was_closed_opens_as_it_was() {
        let mut sizes = Sizes::default();
        sizes.pull(Split::Side, 333);
        sizes.toggle(Split::Side);
        sizes.pull(Split::Side, 0);
        assert!(sizes.is_closed(Split::Side));
        sizes.open(Split::Side);
        sizes.open(Split::Side);
        assert_eq!(sizes.share(Split::Side), 333);
        sizes.reset(Split::Side);
        sizes.toggle(Split::Side);
        sizes.toggle(Split::Side);
        assert_eq!(sizes, Sizes { before: sizes.before, ..Sizes::default() });
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let mut sizes = Sizes::default();
        assert_eq!(sizes.text(), "");
        sizes.pull(Split::Rail, 0);
        sizes.pull(Split::Timeline, 305);
        assert_eq!(sizes.text(), "0,,,305,");
        assert_eq!(Sizes::parse(&sizes.text()).shares, sizes.shares);
    }

    #[test]
    fn what_nobody_has_written_is_as_usual() {
        for text in ["", "x", ",,,,,,,", "-1,1e9,99999999,NaN", "%"] {
            assert_eq!(Sizes::parse(text), Sizes::default(), "{text}");
        }
        assert_eq!(Sizes::parse("9999").share(Split::Rail), 250);
    }

    #[test]
    fn the_style_sheet_is_told_what_differs() {
        let mut sizes = Sizes::default();
        assert_eq!(sizes.style(false), None);
        sizes.pull(Split::Runtime, 505);
        sizes.pull(Split::Both, 400);
        assert_eq!(sizes.style(false).as_deref(), Some("--runtime:50.5%;"));
        assert_eq!(sizes.style(true).as_deref(), Some("--runtime:50.5%;--timeline:40.0vh;"));
    }
}
