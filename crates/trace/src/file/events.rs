//! The written form of events, sites and a run's settings.

use std::rc::Rc;

use super::element::{Fields, Value, shortened};
use super::error::{Fault, Place};
use super::fields::{Field, brief, text, whole, wrong};
use crate::{Event, EventKind, MOST_WORKERS, RunInfo, Site};

/// For each kind of event, its name in files and its fields.
macro_rules! events {
    ($($variant:ident = $name:literal { $($field:ident),* })+) => {
        impl EventKind {
            /// The event's name in files and on the page: `poll.start`.
            pub fn name(&self) -> &'static str {
                match self { $(EventKind::$variant { .. } => $name),+ }
            }

            fn write(&self, out: &mut String) {
                match self {
                    $(EventKind::$variant { $($field),* } => {
                        $(write_field(out, stringify!($field), $field);)*
                    })+
                }
            }

            fn read(name: &str, fields: &mut Fields<'_>) -> Option<Self> {
                Some(match name {
                    $($name => EventKind::$variant {
                        $($field: fields.take(stringify!($field))),*
                    },)+
                    _ => return None,
                })
            }
        }
    };
}

events! {
    RunStart = "run.start" {}
    RunEnd = "run.end" { why }
    TurnStart = "turn.start" { cause }
    TurnEnd = "turn.end" {}
    TaskSpawn = "task.spawn" { task, parent, name, kind, size, site }
    PollStart = "poll.start" { task, number, worker }
    PollEnd = "poll.end" { task, ready, wakers }
    AwaitEnter = "await.enter" { span, parent, task, site }
    AwaitPending = "await.pending" { span }
    AwaitReady = "await.ready" { span }
    AwaitDrop = "await.drop" { span }
    Wake = "waker.wake" { task, by, how, resource }
    ResourceNew = "resource.new" { resource, kind, name, capacity, task, site }
    ResourceOp = "resource.op" { resource, task, op, phase }
    ResourceState = "resource.state" { resource, holder, waiters, len, permits }
    ResourceDrop = "resource.drop" { resource }
    TimerSet = "timer.set" { timer, task, deadline }
    TimerFire = "timer.fire" { timer }
    TimerCancel = "timer.cancel" { timer }
    Busy = "busy" { task, site, micros }
    TaskEnd = "task.end" { task, how, value }
    Print = "print" { task, site, text, stream }
    Limit = "limit" { what, bound }
}

/// Appends a field, with a comma before it, unless it is absent.
#[inline(never)]
fn write_field(out: &mut String, key: &str, field: &impl Field) {
    if !field.is_absent() {
        out.push_str(",\"");
        out.push_str(key);
        out.push_str("\":");
        field.write(out);
    }
}

pub(super) fn write_event(out: &mut String, event: &Event) {
    out.push_str("{\"at\":");
    event.at.write(out);
    out.push_str(",\"event\":\"");
    out.push_str(event.kind.name());
    out.push('"');
    event.kind.write(out);
    out.push('}');
}

/// A fault of a value as a whole.
fn at(place: Place, reason: String) -> Fault {
    Fault { place, field: String::new(), reason }
}

pub(super) fn object<'a>(value: Value<'a>, place: Place) -> Result<Fields<'a>, Fault> {
    match value {
        Value::Object(inside) => Ok(inside.fields()),
        other => Err(at(place, wrong(Some(other), "an object"))),
    }
}

pub(super) fn read_event(value: Value<'_>, place: Place) -> Result<Event, Fault> {
    let mut fields = object(value, place)?;
    let time = fields.take("at");
    let Some(name) = fields.take_as("event", text) else {
        return fields.finish("an event").map(|()| Event { at: time, kind: EventKind::RunStart });
    };
    let Some(kind) = EventKind::read(name, &mut fields) else {
        let reason = format!("`{}` is no event of a trace", shortened(name));
        return Err(Fault { field: "event".to_owned(), ..at(place, reason) });
    };
    fields.finish(kind.name())?;
    Ok(Event { at: time, kind })
}

pub(super) fn write_site(out: &mut String, site: &Site) {
    out.push_str("{\"kind\":");
    site.kind.write(out);
    write_field(out, "line", &site.line);
    write_field(out, "column", &site.column);
    write_field(out, "end_line", &site.end_line);
    write_field(out, "end_column", &site.end_column);
    for (key, text) in [("text", &site.text), ("name", &site.name), ("function", &site.function)] {
        out.push_str(",\"");
        out.push_str(key);
        out.push_str("\":");
        crate::export::text::quoted(out, text);
    }
    write_field(out, "group", &site.group);
    write_field(out, "many", &site.many);
    out.push('}');
}

pub(super) fn read_site(value: Value<'_>, place: Place) -> Result<Site, Fault> {
    let mut fields = object(value, place)?;
    // Lines and columns count from 1.
    let mut count = |key: &str| {
        let count = fields.take_as(key, |value| whole(value, 1, u64::from(u32::MAX)));
        count.map_or(1, |count| count as u32)
    };
    let [line, column, end_line, end_column] =
        ["line", "column", "end_line", "end_column"].map(&mut count);
    let mut owned = |key: &str| {
        let text = fields.take_as(key, |value| brief(value).map(str::to_owned));
        Rc::from(text.unwrap_or_default())
    };
    let [text, name, function] = ["text", "name", "function"].map(&mut owned);
    let site = Site {
        kind: fields.take("kind"),
        line,
        column,
        end_line,
        end_column,
        text,
        name,
        function,
        group: fields.take("group"),
        many: fields.take("many"),
    };
    fields.finish("a site")?;
    if (site.end_line, site.end_column) < (site.line, site.column) {
        return Err(at(place, "this site ends before it begins".to_owned()));
    }
    Ok(site)
}

pub(super) fn write_run(out: &mut String, run: &RunInfo) {
    out.push_str("{\"program\":");
    run.program.write(out);
    write_field(out, "host", &run.host);
    write_field(out, "seed", &run.seed);
    write_field(out, "workers", &run.workers);
    out.push_str(",\"knobs\":[");
    for (number, (name, value)) in run.knobs.iter().enumerate() {
        out.push_str(if number == 0 { "[" } else { ",[" });
        name.write(out);
        out.push(',');
        value.write(out);
        out.push(']');
    }
    out.push_str("]}");
}

pub(super) fn read_run(value: Value<'_>, place: Place) -> Result<RunInfo, Fault> {
    let mut fields = object(value, place)?;
    let workers = fields.take_as("workers", |value| whole(value, 1, u64::from(MOST_WORKERS)));
    let run = RunInfo {
        program: fields.take_as("program", brief).unwrap_or_default().to_owned(),
        host: fields.take("host"),
        seed: fields.take("seed"),
        workers: workers.map_or(1, |workers| workers as u16),
        knobs: fields.take_as("knobs", knobs).unwrap_or_default(),
    };
    fields.finish("a run")?;
    Ok(run)
}

fn knobs(value: Option<Value<'_>>) -> Result<Vec<(String, i64)>, String> {
    let Some(Value::List(inside)) = value else {
        return Err(wrong(value, "a list of names and values"));
    };
    let knob = |value: Value<'_>| {
        let Value::List(pair) = value else {
            return Err(wrong(Some(value), "a list of a name and a value"));
        };
        let mut pair = pair.values();
        let knob = (brief(pair.next())?.to_owned(), i64::read(pair.next())?);
        match pair.next() {
            None => Ok(knob),
            Some(_) => Err("a knob has a name and a value, nothing more".to_owned()),
        }
    };
    let knobs: Vec<(String, i64)> = inside.values().map(knob).collect::<Result<_, String>>()?;
    // Comparing each pair is quick enough: an element has a bounded number of nodes.
    let again = |(at, (name, _)): &(usize, &(String, i64))| {
        knobs[..*at].iter().any(|(before, _)| before == name)
    };
    match knobs.iter().enumerate().find(again) {
        Some((_, (twice, _))) => {
            Err(format!("`{}` stands here for the second time", shortened(twice)))
        }
        None => Ok(knobs),
    }
}
