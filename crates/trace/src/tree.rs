//! The tree of what a task awaits, as await-tree shows it: each await below the one that it is nested in.

use crate::{SpanId, State, TaskId};

/// An await and its depth in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested {
    /// The await, which is under way.
    pub span: SpanId,
    /// How many other awaits it is nested in.
    pub depth: usize,
}

/// The awaits of a task that are under way, each followed by those nested in it, in the order in which they
/// were entered. Only the first `most` that were entered are in the tree; the second value says how many
/// others there are.
pub fn await_tree(state: &State, task: TaskId, most: usize) -> (Vec<Nested>, usize) {
    let mut tree: Vec<Nested> = Vec::new();
    let mut left_out = 0;
    for (id, span) in state.spans.iter().filter(|(_, span)| span.task == task) {
        if tree.len() == most {
            left_out += 1;
            continue;
        }
        let around = span.parent.and_then(|parent| tree.iter().position(|it| it.span == parent));
        let (place, depth) = match around {
            None => (tree.len(), 0),
            Some(around) => {
                let depth = tree[around].depth + 1;
                let beside = tree[around + 1..].iter().position(|it| it.depth < depth);
                (beside.map_or(tree.len(), |beside| around + 1 + beside), depth)
            }
        };
        tree.insert(place, Nested { span: id, depth });
    }
    (tree, left_out)
}
