//! "Did you mean": the name that a mistyped one is nearest to.

/// The nearest of the names, if it is near enough to be meant: at most a third of the characters
/// differ, or only case does.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let length = folded.chars().count();
    // Comparing costs the product of both lengths, and nobody mistypes a page.
    if length > LONGEST {
        return None;
    }
    let near = |name: &'a str| {
        let other = name.to_lowercase();
        let distance = strsim::osa_distance(&folded, &other);
        (distance <= length.max(other.chars().count()) / 3).then_some((distance, name))
    };
    names
        .into_iter()
        .take(MOST)
        .filter(|name| *name != wanted && name.len() <= LONGEST)
        .filter_map(near)
        .min()
        .map(|(_, name)| name)
}

/// How many names are compared: a document may have thousands of them, and as many mistakes.
const MOST: usize = 1_000;

/// The longest name that is compared, in bytes.
const LONGEST: usize = 100;
