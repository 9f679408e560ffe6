//! A map by id, in blocks that clones share.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::rc::Rc;

use crate::id::Id;

/// How many ids a block covers.
const BLOCK: usize = 32;

/// A map whose keys are ids, which are given one after the other.
///
/// A clone shares each block with its original until one of the two changes something in that block. So
/// cloning a state of a hundred thousand tasks costs little, and a run's checkpoints take only as much memory
/// as has changed from one to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<K, V> {
    /// The number of the first block in `blocks`; all blocks before it are empty.
    before: usize,
    blocks: VecDeque<Option<Rc<Block<V>>>>,
    len: usize,
    key: PhantomData<K>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Block<V> {
    things: [Option<V>; BLOCK],
    len: usize,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { before: 0, blocks: VecDeque::new(), len: 0, key: PhantomData }
    }
}

impl<K: Id, V: Copy> Table<K, V> {
    /// How many things there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The thing with this id.
    pub fn get(&self, id: &K) -> Option<&V> {
        let block = self.blocks.get(self.place(*id)?)?.as_ref()?;
        block.things[id.index() % BLOCK].as_ref()
    }

    /// The thing with this id, mutable; copies its block if that is shared.
    pub fn get_mut(&mut self, id: &K) -> Option<&mut V> {
        let place = self.place(*id)?;
        let block = self.blocks.get_mut(place)?.as_mut()?;
        Rc::make_mut(block).things[id.index() % BLOCK].as_mut()
    }

    /// Inserts a thing, or replaces the one with this id. Ids may be inserted in any order, but memory grows with the
    /// distance between the smallest and the largest.
    pub fn insert(&mut self, id: K, thing: V) {
        let number = id.index() / BLOCK;
        if self.blocks.is_empty() {
            self.before = number;
        }
        while number < self.before {
            self.before -= 1;
            self.blocks.push_front(None);
        }
        while number - self.before >= self.blocks.len() {
            self.blocks.push_back(None);
        }
        let empty = || Rc::new(Block { things: [None; BLOCK], len: 0 });
        let block = self.blocks[number - self.before].get_or_insert_with(empty);
        let block = Rc::make_mut(block);
        if block.things[id.index() % BLOCK].replace(thing).is_none() {
            block.len += 1;
            self.len += 1;
        }
    }

    /// Removes the thing with this id and returns it.
    pub fn remove(&mut self, id: &K) -> Option<V> {
        let thing = *self.get(id)?;
        let place = self.place(*id)?;
        let block = self.blocks.get_mut(place)?;
        self.len -= 1;
        match block {
            Some(block) if block.len > 1 => {
                let block = Rc::make_mut(block);
                block.things[id.index() % BLOCK] = None;
                block.len -= 1;
            }
            _ => *block = None,
        }
        while let Some(None) = self.blocks.front() {
            self.blocks.pop_front();
            self.before += 1;
        }
        Some(thing)
    }

    /// All things with their ids, in the order of the ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (K, &V)> {
        self.numbered().flat_map(|(number, block)| {
            let things = block.things.iter().enumerate();
            things.filter_map(move |(place, thing)| {
                Some((K::from_index(number * BLOCK + place), thing.as_ref()?))
            })
        })
    }

    /// The blocks with their numbers.
    fn numbered(&self) -> impl DoubleEndedIterator<Item = (usize, &Rc<Block<V>>)> {
        let numbers = self.before..self.before + self.blocks.len();
        let blocks = numbers.zip(&self.blocks);
        blocks.filter_map(|(number, block)| Some((number, block.as_ref()?)))
    }

    /// All of them, in the order of their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.blocks.iter().flatten().flat_map(|block| block.things.iter().flatten())
    }

    /// Their ids, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = K> {
        self.iter().map(|(id, _)| id)
    }

    /// How many bytes this table takes that it does not share with `other`.
    pub(crate) fn bytes_beside(&self, other: &Self) -> usize {
        let is_own = |(number, block): &(usize, &Rc<Block<V>>)| {
            let place = number.checked_sub(other.before);
            let there = place.and_then(|place| other.blocks.get(place)?.as_ref());
            there.is_none_or(|there| !Rc::ptr_eq(there, block))
        };
        let own = self.numbered().filter(is_own).count();
        own * size_of::<Block<V>>() + self.blocks.len() * size_of::<Rc<Block<V>>>()
    }

    /// The index in `blocks` of an id's block; `None` if that lies before the first.
    fn place(&self, id: K) -> Option<usize> {
        (id.index() / BLOCK).checked_sub(self.before)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::SpanId;

    /// A table and a map that the same operations were applied to have the same content.
    fn check(table: &Table<SpanId, u32>, map: &BTreeMap<SpanId, u32>) {
        assert_eq!((table.len(), table.is_empty()), (map.len(), map.is_empty()));
        assert!(table.iter().map(|(id, thing)| (id, *thing)).eq(map.iter().map(|(k, v)| (*k, *v))));
        assert!(table.values().rev().eq(map.values().rev()));
        assert!(table.keys().eq(map.keys().copied()));
        for id in (0..500).map(SpanId::from_index) {
            assert_eq!(table.get(&id), map.get(&id));
        }
    }

    proptest! {
        #[test]
        fn it_is_a_map(steps in prop::collection::vec((0_u8..4, 0_usize..400, any::<u32>()), 0..300)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            let mut before = (table.clone(), map.clone());
            for (what, index, thing) in steps {
                let id = SpanId::from_index(index);
                match what {
                    0 => {
                        table.insert(id, thing);
                        map.insert(id, thing);
                    }
                    1 => assert_eq!(table.remove(&id), map.remove(&id)),
                    2 => {
                        let (in_table, in_map) = (table.get_mut(&id), map.get_mut(&id));
                        assert_eq!(in_table, in_map);
                        if let (Some(in_table), Some(in_map)) = (in_table, in_map) {
                            (*in_table, *in_map) = (thing, thing);
                        }
                    }
                    _ => before = (table.clone(), map.clone()),
                }
                check(&table, &map);
                // A clone is not affected by later changes.
                check(&before.0, &before.1);
            }
        }
    }

    #[test]
    fn a_clone_shares_what_has_not_changed() {
        let mut table = Table::default();
        (0..100 * BLOCK).for_each(|index| table.insert(SpanId::from_index(index), 0));
        let before = table.clone();
        let shared = table.bytes_beside(&before);
        for index in [0, 1, BLOCK] {
            *table.get_mut(&SpanId::from_index(index)).expect("it is there") = 1;
        }
        assert_eq!(table.bytes_beside(&before) - shared, 2 * size_of::<Block<u32>>());
        assert!(table.bytes_beside(&Table::default()) > 100 * size_of::<Block<u32>>());
    }

    #[test]
    fn blocks_at_the_front_are_given_up() {
        let mut table = Table::default();
        for index in 0..1_000 * BLOCK {
            table.insert(SpanId::from_index(index), 0);
            if let Some(old) = index.checked_sub(10) {
                table.remove(&SpanId::from_index(old));
            }
        }
        assert_eq!(table.len(), 10);
        assert!(table.blocks.len() <= 2);
    }
}
