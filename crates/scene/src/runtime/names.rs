//! Task names without their numbers, by which tasks are grouped when there are many.

use std::collections::HashMap;

use trace::{TaskId, Tasks, Trace};

/// The name of each task without its number. It grows with the tasks of its run.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// For each task, the index of its base.
    group_of: Vec<u32>,
    bases: Vec<String>,
    /// The index of each base.
    known: HashMap<String, u32>,
}

impl Names {
    /// Adds the new tasks; `tasks` are all tasks of the run so far.
    pub fn grow(&mut self, trace: &Trace, tasks: &Tasks) {
        while let Some(task) = tasks.get(self.group_of.len()) {
            let name = trace.label(task.name);
            // Tasks with the same base are mostly spawned one after the other.
            let latest = self.group_of.last().copied();
            let same = latest.filter(|latest| is_numbered(name, &self.bases[*latest as usize]));
            if let Some(same) = same {
                self.group_of.push(same);
                continue;
            }
            let base = base(name);
            let group = self.known.get(base).copied().unwrap_or_else(|| {
                let group = self.bases.len() as u32;
                self.bases.push(base.to_owned());
                self.known.insert(base.to_owned(), group);
                group
            });
            self.group_of.push(group);
        }
    }

    /// The group of a task: equal for tasks whose names differ only in their numbers.
    pub fn group(&self, task: TaskId) -> u32 {
        self.group_of.get(task.index()).copied().unwrap_or(u32::MAX)
    }

    /// The name of a group's tasks, without a number.
    pub fn base(&self, group: u32) -> &str {
        self.bases.get(group as usize).map_or("tasks", |base| base)
    }
}

/// A name without its number: `fetch` for `fetch 12`.
pub fn base(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((base, number)) if is_number(number) => base,
        _ => name,
    }
}

/// Whether `name` is `base` with a number. This is quicker than splitting the name.
fn is_numbered(name: &str, base: &str) -> bool {
    let number = name.strip_prefix(base).and_then(|rest| rest.strip_prefix(' '));
    number.is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{base, is_numbered};

    #[test]
    fn a_number_at_the_end_is_left_out() {
        for (name, expected) in
            [("fetch 12", "fetch"), ("fetch", "fetch"), ("fetch 1a", "fetch 1a"), ("a b 3", "a b")]
        {
            assert_eq!(base(name), expected);
            assert_eq!(is_numbered(name, expected), name != expected);
        }
        assert!(!is_numbered("fetcher 2", "fetch") && !is_numbered("a b 3", "a"));
    }
}
