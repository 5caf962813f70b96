//! Suggestions for mistyped names.

/// Returns the most similar name, if at most a third of its characters differ, or only the case.
pub fn suggest<'a>(mistyped: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = mistyped.to_lowercase();
    let length = folded.chars().count();
    // The comparison costs the product of both lengths, and long strings are rarely typed by hand.
    if length > MAX_LENGTH {
        return None;
    }
    let counts = Counts::of(&folded);
    let near = |name: &'a str| {
        let other = name.to_lowercase();
        let most = length.max(other.chars().count()) / 3;
        if counts.difference(&Counts::of(&other)) > most {
            return None;
        }
        let distance = strsim::osa_distance(&folded, &other);
        (distance <= most).then_some((distance, name))
    };
    names
        .into_iter()
        .take(MOST)
        .filter(|name| *name != mistyped && name.len() <= MAX_LENGTH)
        .filter_map(near)
        .min()
        .map(|(_, name)| name)
}

/// Character counts of a string. Several characters may share a counter.
struct Counts([u8; 64]);

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = [0_u8; 64];
        for character in text.chars() {
            if let Some(count) = counts.get_mut(character as usize % 64) {
                *count = count.saturating_add(1);
            }
        }
        Self(counts)
    }

    /// Returns a lower bound of the edit distance, which is cheaper to compute.
    fn difference(&self, other: &Self) -> usize {
        let (mut more, mut fewer) = (0, 0);
        for (own, other) in self.0.iter().zip(&other.0) {
            more += usize::from(own.saturating_sub(*other));
            fewer += usize::from(other.saturating_sub(*own));
        }
        more.max(fewer)
    }
}

/// The maximum number of compared names, since a document may have thousands of names and
/// mistakes.
const MOST: usize = 1_000;

/// The maximum length of a compared name, in bytes.
const MAX_LENGTH: usize = 100;
