//! Sites: the places of a program that its run refers to.

use std::ops::Range;

use trace::{Site, SiteKind};

use crate::source::Source;

/// A site at `range` whose text is that of `text`, white space squeezed, at most 60 characters; the other
/// fields are to be filled in.
pub(crate) fn site(
    kind: SiteKind,
    range: &Range<usize>,
    text: &Range<usize>,
    source: &Source,
) -> Site {
    let (line, column) = source.position(range.start);
    let (end_line, end_column) = source.position(range.end);
    Site {
        kind,
        line,
        column,
        end_line,
        end_column,
        text: source.text(text).into(),
        name: "".into(),
        function: "".into(),
        group: None,
        many: false,
    }
}
