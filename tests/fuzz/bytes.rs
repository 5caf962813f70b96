//! Mutation of the bytes of a document.

use crate::random::Random;

/// Inserted fragments of the syntax of YAML and JSON.
const FRAGMENTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "- ",
    "\n",
    "  ",
    "\t",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "<<: *a\n",
    "<<: [*a, *b]\n",
    "<<: {type: object}\n",
    "!!str ",
    "!x ",
    "|\n",
    ">-\n",
    "---\n",
    "...\n",
    "? ",
    "%YAML 1.2\n",
    "\\",
    "\\u0000",
    "\0",
    "\r",
    "\u{feff}",
    "\u{2028}",
    "\u{1f980}",
    "null",
    "~",
    "-",
    "1e999",
    "0x",
    ".inf",
    ".nan",
    "$ref: '#/components/schemas/a'\n",
    "99999999999999999999",
    "-170141183460469231731687303715884105729",
    "1e-400",
    "0.1000000000000000055511151231257827",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{202e}",
    "\u{e0041}",
];

/// Mutates a string a few times.
pub(crate) fn mutate(document: &str, random: &mut Random) -> String {
    let mut bytes = document.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = at + random.below((bytes.len() - at).min(40) + 1);
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at.max(20)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => bytes[at..end].reverse(),
            4 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            _ => {
                let piece = random.pick(FRAGMENTS).bytes();
                bytes.splice(at..at, piece);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
