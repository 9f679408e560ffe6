//! What the page shows: components that draw a [`Snapshot`](playground::snapshot::Snapshot) and send an
//! [`Action`](playground::action::Action).
//!
//! A [`View`](part::View) is rendered again only when its properties or its state have changed; what is small
//! or changes with every frame is a plain function.
//!
//! Views know nothing about how a program is run. Their states are only how the page is arranged (which tab
//! is open, what is typed into the search box) and what was worked out of their properties.

pub mod arrangement;
pub mod catalog;
pub mod choices;
pub mod chosen;
pub mod clipboard;
pub mod colours;
mod coming;
pub mod console;
pub mod dialog;
pub mod event_table;
pub mod events;
pub mod export_dialog;
pub mod glossary;
pub mod goal;
pub mod header;
pub mod hovering;
pub mod icons;
pub mod inspector;
pub mod keys;
pub mod keys_dialog;
pub mod knobs;
pub mod legend;
pub mod listener;
pub mod markdown;
pub mod narration;
pub mod notes;
pub mod notices;
pub mod page;
pub mod panes;
pub mod part;
pub mod path;
pub mod player;
pub mod predict;
pub mod present;
pub mod print;
pub mod program;
pub mod progress;
pub mod runtime;
pub mod scrubber;
pub mod search;
pub mod settled;
pub mod share;
pub mod sizes;
pub mod skip_links;
pub mod span_index;
pub mod splitter;
pub mod stored;
pub mod tabs;
pub mod tag;
pub mod text_size;
pub mod timeline;
pub mod tour;
pub mod tour_card;
pub mod words;

pub use page::Page;
