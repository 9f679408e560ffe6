//! A marked-up program as tests show it.

use std::fmt::Write;

use instrument::Markup;

/// The marked-up code without its tables, and the tables in short.
pub fn shown(markup: &Markup) -> String {
    let (code, _) =
        markup.code.split_once("pub static __PROGRAM_PACKED").expect("the tables follow");
    format!("{code}{}", tables(markup))
}

fn tables(markup: &Markup) -> String {
    let mut text = String::from("---\n");
    for (id, site) in markup.sites.iter().enumerate() {
        let place = format!("{}:{}-{}:{}", site.line, site.column, site.end_line, site.end_column);
        write!(
            text,
            "{id} {:?} {place} {} in {}: {}",
            site.kind, site.name, site.function, site.text
        )
        .unwrap();
        let group = site.group.map(|group| format!(" of {group}")).unwrap_or_default();
        writeln!(text, "{group}{}", if site.many { " (many)" } else { "" }).unwrap();
    }
    for knob in &markup.knobs {
        writeln!(text, "{knob:?}").unwrap();
    }
    for (line, reason) in &markup.unmarked {
        writeln!(text, "unmarked {line}: {reason}").unwrap();
    }
    text
}
