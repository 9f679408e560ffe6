//! The icons, as paths on a grid of 16.

use yew::prelude::*;

use super::tag::tag;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A filled dot.
    Record,
    /// A filled square.
    Stop,
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
    /// A bar and a triangle that points at it.
    ToStart,
    /// As the other, to the right.
    ToEnd,
    /// Two triangles to the left.
    PreviousPoll,
    /// Two triangles to the right.
    NextPoll,
    /// One narrow triangle to the left.
    Back,
    /// One narrow triangle to the right.
    Forward,
    /// Two sheets.
    Copy,
    /// A tick.
    Done,
    /// A cross.
    Close,
    /// Three lines.
    Menu,
    /// A circle, half of it filled.
    System,
    /// A sun.
    Light,
    /// A moon.
    Dark,
    /// An arrow that goes back in a circle.
    Reset,
    /// Two bars, one above the other.
    Compare,
    /// A die.
    Dice,
    /// An arrow out of a box.
    Share,
    /// A glass.
    Search,
    /// Rows in a frame.
    Table,
    /// Two arrows that follow one another.
    Loop,
    /// Two arrows that point outwards.
    Widen,
    /// An arrow down onto a tray.
    Export,
    /// A screen on its stand.
    Screen,
    /// A frame, its left part set off.
    Rail,
    /// A frame, its right part set off.
    Side,
    /// A frame, its lower part set off.
    Below,
    /// A knob on its line.
    Slider,
    /// Marks, and what each means.
    Legend,
}

impl Icon {
    /// Filled path and stroked path.
    fn paths(self) -> (&'static str, &'static str) {
        match self {
            Icon::Record => ("M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z", ""),
            Icon::Stop => ("M4 4h8v8H4Z", ""),
            Icon::Play => ("M4.5 2.6v10.8L13.4 8Z", ""),
            Icon::Pause => ("M4 3h3v10H4ZM9 3h3v10H9Z", ""),
            Icon::ToStart => ("M2.5 3H4v10H2.5ZM13 3v10L5 8Z", ""),
            Icon::ToEnd => ("M12 3h1.5v10H12ZM3 3v10l8-5Z", ""),
            Icon::PreviousPoll => ("M8 3.5v9L1.5 8ZM14.5 3.5v9L8 8Z", ""),
            Icon::NextPoll => ("M8 3.5v9L14.5 8ZM1.5 3.5v9L8 8Z", ""),
            Icon::Back => ("", "M10.5 3.5 5.5 8l5 4.5"),
            Icon::Forward => ("", "M5.5 3.5l5 4.5-5 4.5"),
            Icon::Copy => ("", "M6 5.5h7v8H6ZM3.5 10.5H3v-8h7V3"),
            Icon::Done => ("", "M3 8.5l3.5 3.5L13 4.5"),
            Icon::Close => ("", "M4 4l8 8M12 4l-8 8"),
            Icon::Menu => ("", "M2.5 4.5h11M2.5 8h11M2.5 11.5h11"),
            Icon::System => {
                ("M8 2.5v11a5.5 5.5 0 0 0 0-11Z", "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11Z")
            }
            Icon::Light => (
                "M8 5a3 3 0 1 0 0 6 3 3 0 1 0 0-6Z",
                "M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1",
            ),
            Icon::Dark => ("M13.5 9.8A5.8 5.8 0 0 1 6.2 2.5a5.8 5.8 0 1 0 7.3 7.3Z", ""),
            Icon::Share => ("", "M8 10V2M4.8 4.8 8 1.8l3.2 3M3.5 7.5v6h9v-6"),
            Icon::Compare => ("", "M2.5 5h11M2.5 11h6.5M2.5 2.8v4.4M2.5 8.8v4.4"),
            Icon::Dice => (
                "M5.2 4.2a1 1 0 1 0 0 2 1 1 0 1 0 0-2ZM10.8 4.2a1 1 0 1 0 0 2 1 1 0 1 0 0-2ZM8 7a1 1 0 1 0 0 2 1 1 0 1 0 0-2ZM5.2 9.8a1 1 0 1 0 0 2 1 1 0 1 0 0-2ZM10.8 9.8a1 1 0 1 0 0 2 1 1 0 1 0 0-2Z",
                "M3.6 2h8.8A1.6 1.6 0 0 1 14 3.6v8.8a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 12.4V3.6A1.6 1.6 0 0 1 3.6 2Z",
            ),
            Icon::Search => ("", "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9ZM10.3 10.3l3.4 3.4"),
            Icon::Table => ("", "M2.5 3h11v10h-11ZM2.5 6.3h11M2.5 9.6h11M6 6.3V13"),
            Icon::Loop => (
                "",
                "M11 1.8l2.2 2.2L11 6.2M13 4H5.5A2.7 2.7 0 0 0 2.8 6.7V8M5 14.2L2.8 12 5 9.8M3 12h7.5a2.7 2.7 0 0 0 2.7-2.7V8",
            ),
            Icon::Widen => ("", "M2 8h12M5 5 2 8l3 3M11 5l3 3-3 3"),
            Icon::Export => ("", "M8 2v8M4.8 7 8 10.2 11.2 7M2.5 10.5v3h11v-3"),
            Icon::Screen => ("", "M2 3h12v8H2ZM8 11v2.5M5 13.5h6"),
            Icon::Rail => ("M2 3.5h4v9H2Z", "M2 3.5h12v9H2ZM6 3.5v9"),
            Icon::Side => ("M9.5 3.5H14v9H9.5Z", "M2 3.5h12v9H2ZM9.5 3.5v9"),
            Icon::Below => ("M2 9h12v3.5H2Z", "M2 3.5h12v9H2ZM2 9h12"),
            Icon::Legend => ("M2 2.5h3v3H2ZM2 6.5h3v3H2ZM2 10.5h3v3H2Z", "M8 4h6M8 8h6M8 12h6"),
            Icon::Slider => ("M9.5 5a3 3 0 1 0 0 6 3 3 0 1 0 0-6Z", "M1.5 8h5M12.5 8h2"),
            Icon::Reset => ("", "M3 2.5v3.5h3.5M3.3 6A5.2 5.2 0 1 1 2.9 9"),
        }
    }

    /// Its drawing; it says nothing to a screen reader, the button around it does.
    pub fn html(self) -> Html {
        let (fill, stroke) = self.paths();
        let stroked = tag!(
            "path",
            "d" = stroke,
            "fill" = "none",
            "stroke" = "currentColor",
            "stroke-width" = "1.6",
            "stroke-linecap" = "round",
            "stroke-linejoin" = "round",
        );
        tag!(
            "svg",
            "class" = "icon",
            "viewBox" = "0 0 16 16",
            "aria-hidden" = "true",
            "focusable" = "false",
        )
        .child(tag!("path", "d" = fill, "fill" = "currentColor"))
        .child(stroked)
        .html()
    }
}
