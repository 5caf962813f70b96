//! The ends of arrays and objects that unions skipped, so that nested unions skip each byte once.

/// The smallest size in bytes of an indexed array or object. Skipping a shorter value again is
/// faster than a lookup.
const MIN_SIZE: usize = 64;

/// An index of the JSON text that unions searched for their discriminators.
#[derive(Debug, Default)]
pub(super) struct SkipIndex {
    /// The starts and ends of arrays and objects, ordered by start.
    ends: Vec<(usize, usize)>,
    /// The end of the searched text.
    until: usize,
}

impl SkipIndex {
    /// Returns `true` if no union has skipped the byte at `at`.
    pub(super) fn is_new(&self, at: usize) -> bool {
        at >= self.until
    }

    /// Returns the end of the array or object that starts at `start`, if it is in the index.
    pub(super) fn end_of(&self, start: usize) -> Option<usize> {
        if self.is_new(start) {
            return None;
        }
        let index = self.ends.binary_search_by_key(&start, |(start, _)| *start);
        self.ends.get(index.ok()?).map(|(_, end)| *end)
    }

    /// Adds an array or object that starts at `start` and returns its index.
    pub(super) fn open(&mut self, start: usize) -> usize {
        self.ends.push((start, start));
        self.ends.len() - 1
    }

    /// Sets the end of the array or object at `index`, or drops it if it is short.
    pub(super) fn close(&mut self, index: Option<usize>, end: usize) {
        let Some(index) = index else { return };
        match self.ends.get_mut(index) {
            Some((start, until)) if end - *start >= MIN_SIZE => *until = end,
            // Nested arrays and objects have later indexes, and are even shorter.
            _ => self.ends.truncate(index),
        }
    }

    /// Marks the text before `at` as searched.
    pub(super) fn set_end(&mut self, at: usize) {
        self.until = at;
    }

    /// Empties the index.
    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.until = 0;
    }
}
