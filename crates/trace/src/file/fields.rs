//! The written form of each type of field.

use crate::export::text::{number, quoted};
use crate::{
    HostKind, Label, LimitKind, Op, OpPhase, ResourceId, ResourceKind, RunEnd, SiteId, SiteKind,
    SpanId, Stream, TaskEnd, TaskId, TaskKind, TimerId, TurnCause, WakeHow, WokenBy,
};

use super::element::{Value, shortened};

/// A type that can be a field of an event or a site.
pub(super) trait Field: Sized {
    /// Reads a value; `value` is `None` if the object does not have the field. The error is a reason for a
    /// [`Fault`](super::error::Fault).
    fn read(value: Option<Value<'_>>) -> Result<Self, String>;

    /// Any value of the type, used in place of one that cannot be read.
    fn any() -> Self;

    /// Appends the value as JSON.
    fn write(&self, out: &mut String);

    /// Whether the field is omitted.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A whole number within bounds.
#[inline(never)]
pub(super) fn whole(value: Option<Value<'_>>, least: u64, most: u64) -> Result<u64, String> {
    let wanted = || match most {
        u64::MAX => format!("a whole number from {least}"),
        _ => format!("a whole number from {least} to {most}"),
    };
    match value {
        Some(Value::Number { negative, value })
            if (least..=most).contains(&value) && !(negative && value > 0) =>
        {
            Ok(value)
        }
        Some(Value::Number { negative, value }) => {
            let sign = if negative { "-" } else { "" };
            Err(format!("{sign}{value} is not {}", wanted()))
        }
        other => Err(wrong(other, &wanted())),
    }
}

/// The reason for refusing a value of the wrong type.
#[inline(never)]
pub(super) fn wrong(value: Option<Value<'_>>, wanted: &str) -> String {
    let is = match value {
        None => return format!("this is missing; it is {wanted}"),
        Some(Value::Null) => "`null`",
        Some(Value::Bool(_)) => "`true` or `false`",
        Some(Value::Number { .. }) => "a number",
        Some(Value::Text(_)) => "a text",
        Some(Value::Object(_)) => "an object",
        Some(Value::List(_)) => "a list",
    };
    format!("this is {is}; it should be {wanted}")
}

/// A text.
pub(super) fn text(value: Option<Value<'_>>) -> Result<&str, String> {
    match value {
        Some(Value::Text(text)) => Ok(text),
        other => Err(wrong(other, "a text")),
    }
}

/// The most characters of a name, or of a piece of the program.
const LONGEST_BRIEF: usize = 1_000;

/// A text that views show wherever they have room for it, so it has at most [`LONGEST_BRIEF`] characters.
pub(super) fn brief(value: Option<Value<'_>>) -> Result<&str, String> {
    let text = text(value)?;
    match text.len() > LONGEST_BRIEF && text.chars().count() > LONGEST_BRIEF {
        true => Err(format!("this text has more than {LONGEST_BRIEF} characters")),
        false => Ok(text),
    }
}

/// The index of the text in `names`.
#[inline(never)]
pub(super) fn which(value: Option<Value<'_>>, names: &[&str]) -> Result<usize, String> {
    let known = text(value)?;
    names.iter().position(|name| *name == known).ok_or_else(|| {
        let mut said = format!("`{}` is none of ", shortened(known));
        for (number, name) in names.iter().enumerate() {
            said.push_str(if number == 0 { "" } else { ", " });
            said.push_str(name);
        }
        said
    })
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl Field for $kind {
            fn read(value: Option<Value<'_>>) -> Result<Self, String> {
                whole(value, 0, u64::from(<$kind>::MAX)).map(|value| value as $kind)
            }

            fn any() -> Self {
                0
            }

            fn write(&self, out: &mut String) {
                number(out, u64::from(*self));
            }
        }
    )+};
}
numbers!(u16, u32, u64);

impl Field for i64 {
    fn read(value: Option<Value<'_>>) -> Result<Self, String> {
        match value {
            Some(Value::Number { negative: true, value }) if value > 0 => {
                let negative = 0_i64.checked_sub_unsigned(value);
                negative.ok_or_else(|| format!("-{value} is too small"))
            }
            other => whole(other, 0, i64::MAX as u64).map(|value| value as i64),
        }
    }

    fn any() -> Self {
        0
    }

    fn write(&self, out: &mut String) {
        if *self < 0 {
            out.push('-');
        }
        number(out, self.unsigned_abs());
    }
}

impl Field for bool {
    fn read(value: Option<Value<'_>>) -> Result<Self, String> {
        match value {
            Some(Value::Bool(is)) => Ok(is),
            other => Err(wrong(other, "`true` or `false`")),
        }
    }

    fn any() -> Self {
        false
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Field for String {
    fn read(value: Option<Value<'_>>) -> Result<Self, String> {
        text(value).map(str::to_owned)
    }

    fn any() -> Self {
        String::new()
    }

    fn write(&self, out: &mut String) {
        quoted(out, self);
    }
}

impl<F: Field> Field for Option<F> {
    fn read(value: Option<Value<'_>>) -> Result<Self, String> {
        match value {
            None | Some(Value::Null) => Ok(None),
            value => F::read(value).map(Some),
        }
    }

    fn any() -> Self {
        None
    }

    fn write(&self, out: &mut String) {
        if let Some(field) = self {
            field.write(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

macro_rules! ids {
    ($($id:ty),+) => {$(
        impl Field for $id {
            fn read(value: Option<Value<'_>>) -> Result<Self, String> {
                whole(value, 1, u64::from(u32::MAX)).map(|id| Self::from_index(id as usize - 1))
            }

            fn any() -> Self {
                Self::from_index(0)
            }

            fn write(&self, out: &mut String) {
                number(out, self.index() as u64 + 1);
            }
        }
    )+};
}
ids!(TaskId, SpanId, ResourceId, TimerId, SiteId, Label);

/// The names of what an enumeration has, in its order.
macro_rules! names {
    ($($kind:ident { $($variant:ident = $name:literal),+ $(,)? })+) => {$(
        impl Field for $kind {
            fn read(value: Option<Value<'_>>) -> Result<Self, String> {
                const ALL: &[$kind] = &[$($kind::$variant),+];
                which(value, &[$($name),+]).map(|index| ALL[index])
            }

            fn any() -> Self {
                [$($kind::$variant),+][0]
            }

            fn write(&self, out: &mut String) {
                quoted(out, match self { $($kind::$variant => $name),+ });
            }
        }
    )+};
}

names! {
    HostKind { Browser = "browser", Simulated = "simulated" }
    RunEnd {
        Done = "done", Deadlock = "deadlock", Limit = "limit", Cancelled = "cancelled",
    }
    TurnCause {
        Microtask = "microtask", Timer = "timer", Message = "message", Frame = "frame",
    }
    TaskKind {
        Task = "task", Local = "local", Blocking = "blocking", Thread = "thread",
        BlockOn = "block_on",
    }
    WakeHow { ByValue = "by_value", ByRef = "by_ref", Yield = "yield" }
    ResourceKind {
        Mutex = "mutex", RwLock = "rw_lock", Semaphore = "semaphore", Mpsc = "mpsc",
        Oneshot = "oneshot", Broadcast = "broadcast", Watch = "watch", Notify = "notify",
        Barrier = "barrier", Once = "once", Future = "future",
    }
    Op {
        Acquire = "acquire", Release = "release", Send = "send", Receive = "receive",
        Notify = "notify", Wait = "wait", Close = "close",
    }
    OpPhase {
        Waiting = "waiting", Done = "done", Refused = "refused", Lagged = "lagged",
        Abandoned = "abandoned",
    }
    TaskEnd { Ready = "ready", Cancelled = "cancelled", Panicked = "panicked" }
    Stream { Stdout = "stdout", Stderr = "stderr" }
    LimitKind { Events = "events", Polls = "polls", Tasks = "tasks", Time = "time" }
    SiteKind {
        Await = "await", Branch = "branch", Group = "group", Spawn = "spawn", Print = "print",
        Future = "future", Cost = "cost", Panic = "panic",
    }
}

/// `{ "task": 3 }`, `{ "timer": 2 }` or `"host"`.
impl Field for WokenBy {
    fn read(value: Option<Value<'_>>) -> Result<Self, String> {
        let wanted = "`host`, an object with a `task` or one with a `timer`";
        match value {
            Some(Value::Text("host")) => Ok(WokenBy::Host),
            Some(Value::Object(inside)) => {
                let mut fields = inside.fields();
                let (task, timer) = (fields.take("task"), fields.take("timer"));
                let finished = fields.finish("who woke it");
                finished.map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
                match (task, timer) {
                    (Some(task), None) => Ok(WokenBy::Task(task)),
                    (None, Some(timer)) => Ok(WokenBy::Timer(timer)),
                    _ => Err(wrong(value, wanted)),
                }
            }
            other => Err(wrong(other, wanted)),
        }
    }

    fn any() -> Self {
        WokenBy::Host
    }

    fn write(&self, out: &mut String) {
        match self {
            WokenBy::Host => return out.push_str("\"host\""),
            WokenBy::Task(task) => {
                out.push_str("{\"task\":");
                task.write(out);
            }
            WokenBy::Timer(timer) => {
                out.push_str("{\"timer\":");
                timer.write(out);
            }
        }
        out.push('}');
    }
}
