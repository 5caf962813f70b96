//! "Did you mean": the name that a mistyped one is nearest to.

/// The nearest of the names, if it is near enough to be meant: at most a third of the characters
/// differ, or only case does.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let length = folded.chars().count();
    // Comparing costs the product of both lengths, and nobody mistypes a page.
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
        .filter(|name| *name != wanted && name.len() <= MAX_LENGTH)
        .filter_map(near)
        .min()
        .map(|(_, name)| name)
}

/// The characters of a text without their order; several may share a number.
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

    /// At most the number of changes from one text to another: cheaper to find than that number.
    fn difference(&self, other: &Self) -> usize {
        let (mut more, mut fewer) = (0, 0);
        for (own, other) in self.0.iter().zip(&other.0) {
            more += usize::from(own.saturating_sub(*other));
            fewer += usize::from(other.saturating_sub(*own));
        }
        more.max(fewer)
    }
}

/// How many names are compared: a document may have thousands of them, and as many mistakes.
const MOST: usize = 1_000;

/// The longest name that is compared, in bytes.
const MAX_LENGTH: usize = 100;
