//! The entries of an object.

use super::{Text, Tree};
use rustc_hash::FxHashSet;

/// The entries of an object, each key once, in the order they were put in.
///
/// Objects of definitions are small: a key is found by looking at one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries(Vec<(Text, Tree)>);

impl Entries {
    pub(crate) const fn new() -> Self {
        Entries(Vec::new())
    }

    pub(crate) fn with_capacity(count: usize) -> Self {
        Entries(Vec::with_capacity(count))
    }

    /// Of keys that may not all differ: the last value of a key wins, at the place of the first.
    pub(super) fn of_any(mut entries: Vec<(Text, Tree)>) -> Self {
        const FEW: usize = 16;
        let differ = if entries.len() > FEW {
            let mut seen = FxHashSet::with_capacity_and_hasher(entries.len(), Default::default());
            entries.iter().all(|(key, _)| seen.insert(key))
        } else {
            let mut rest = entries.as_slice();
            std::iter::from_fn(|| {
                let (first, after) = rest.split_first()?;
                rest = after;
                Some(!after.iter().any(|(key, _)| *key == first.0))
            })
            .all(|differs| differs)
        };
        if differ {
            return Entries(entries);
        }
        let mut out = Entries::with_capacity(entries.len());
        for (key, value) in entries.drain(..) {
            out.insert(key, value);
        }
        out
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Tree> {
        self.0.iter().find(|(have, _)| have == key).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        self.0.iter_mut().find(|(have, _)| have == key).map(|(_, value)| value)
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Adds an entry, or puts another value in its place.
    pub(crate) fn insert(&mut self, key: Text, value: Tree) {
        match self.get_mut(&key) {
            Some(have) => *have = value,
            None => self.0.push((key, value)),
        }
    }

    /// Sets a field whose name is fixed.
    pub(crate) fn set(&mut self, key: &'static str, value: impl Into<Tree>) {
        self.insert(Text::new_static(key), value.into());
    }

    /// Adds an entry whose key is known not to be there.
    pub(crate) fn push(&mut self, key: Text, value: Tree) {
        self.0.push((key, value));
    }

    /// Takes an entry out; what follows it moves up.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Tree> {
        let index = self.0.iter().position(|(have, _)| have == key)?;
        Some(self.0.remove(index).1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &Tree)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&mut Text, &mut Tree)> {
        self.0.iter_mut().map(|(key, value)| (key, value))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &Text> {
        self.0.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Tree> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl IntoIterator for Entries {
    type Item = (Text, Tree);
    type IntoIter = std::vec::IntoIter<(Text, Tree)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<(Text, Tree)> for Entries {
    fn extend<I: IntoIterator<Item = (Text, Tree)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl FromIterator<(Text, Tree)> for Entries {
    fn from_iter<I: IntoIterator<Item = (Text, Tree)>>(entries: I) -> Self {
        Entries::of_any(entries.into_iter().collect())
    }
}
