//! Invisible characters: control characters, characters without a glyph, and characters that change
//! the text direction. A document may use invisible characters to hide or forge words.

/// Returns `true` if a character is visible in every context.
pub fn is_visible(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    !matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        && !c.is_control()
}

/// Escapes invisible characters.
pub fn escaped(text: &str) -> String {
    replaced(text, |c, shown| shown.extend(c.escape_default()))
}

/// Removes invisible characters.
pub fn stripped(text: &str) -> String {
    replaced(text, |_, _| {})
}

/// Escapes invisible characters in JSON, where only strings can contain them.
pub fn escaped_json(json: &str) -> String {
    replaced(json, |c, shown| match c {
        '\n' => shown.push(c),
        _ => {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            shown.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    })
}

/// Replaces invisible characters. Joiners and variation selectors stay where a script or an emoji
/// needs them.
pub fn replaced(text: &str, mut replace: impl FnMut(char, &mut String)) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = Before::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_visible(c) || before.needs(c, chars.peek().copied()) {
            shown.push(c);
            before.add(c);
        } else {
            replace(c, &mut shown);
        }
    }
    shown
}

/// The context before a character.
#[derive(Default)]
struct Before {
    last: Option<char>,
    /// The last character that isn't a selector or a skin tone.
    base: Option<char>,
}

impl Before {
    fn add(&mut self, c: char) {
        self.last = Some(c);
        if is_visible(c) && !matches!(c, '\u{1F3FB}'..='\u{1F3FF}') {
            self.base = Some(c);
        }
    }

    /// Returns `true` if an invisible character changes how its neighbors look.
    fn needs(&self, c: char, next: Option<char>) -> bool {
        let last = |such: fn(char) -> bool| self.last.is_some_and(such);
        let base = |such: fn(char) -> bool| self.base.is_some_and(such);
        let next_is = |such: fn(char) -> bool| next.is_some_and(such);
        match c {
            '\u{200C}' => last(is_joining) && next_is(is_joining),
            '\u{200D}' => {
                last(is_joining) && next_is(is_joining) || base(is_emoji) && next_is(is_emoji)
            }
            '\u{FE0E}' | '\u{FE0F}' => {
                let is_keycap = last(|c| matches!(c, '0'..='9' | '#' | '*'));
                last(is_emoji) || is_keycap && next == Some('\u{20E3}')
            }
            '\u{FE00}'..='\u{FE02}' | '\u{E0100}'..='\u{E01EF}' => last(is_ideograph),
            '\u{180B}'..='\u{180D}' | '\u{180F}' => last(|c| matches!(c, '\u{1820}'..='\u{18AA}')),
            _ => false,
        }
    }
}

/// Returns `true` for letters and marks of scripts that join letters: Arabic, Syriac, N'Ko, the
/// scripts of India, Khmer and Mongolian.
fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{6FF}' | '\u{700}'..='\u{7FF}' | '\u{8A0}'..='\u{8FF}' | '\u{900}'..='\u{DFF}'
        | '\u{1780}'..='\u{17D3}' | '\u{1820}'..='\u{18AA}' | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}')
}

/// Returns `true` for characters in emoji.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{24C2}' | '\u{25A0}'..='\u{27BF}'
        | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}'
        | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
        let mut hidden: Vec<char> = ('\0'..' ').chain('\u{7f}'..='\u{9f}').collect();
        for range in [
            '\u{ad}'..='\u{ad}',
            '\u{34f}'..='\u{34f}',
            '\u{61c}'..='\u{61c}',
            '\u{180b}'..='\u{180f}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{2064}',
            '\u{2066}'..='\u{2069}',
            '\u{3164}'..='\u{3164}',
            '\u{fe00}'..='\u{fe0f}',
            '\u{feff}'..='\u{feff}',
            '\u{fff9}'..='\u{fffb}',
            '\u{e0000}'..='\u{e007f}',
            '\u{e0100}'..='\u{e01ef}',
        ] {
            hidden.extend(range);
        }
        for c in hidden {
            assert!(!is_visible(c), "{c:?}");
            let text = format!("a{c}b");
            assert_eq!(escaped(&text), format!("a{}b", c.escape_default()));
            assert_eq!(stripped(&text), "ab", "{c:?}");
            let json = serde_json::to_string(&text).unwrap();
            let shown = escaped_json(&json);
            assert!(shown.chars().all(is_visible), "{shown}");
            assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        }
    }

    #[test]
    fn joiners_stay_where_both_sides_need_them() {
        for text in [
            "👩\u{200d}💻",
            "👩🏽\u{200d}💻",
            "🏳\u{fe0f}\u{200d}🌈",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "©\u{fe0e}",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "ක්\u{200d}ෂ",
            "葛\u{e0100}",
            "ᠠ\u{180b}",
            "é à ü 中文 العربية",
        ] {
            assert_eq!(escaped(text), text);
            assert_eq!(stripped(text), text);
        }
        for (text, shown) in [
            ("a\u{200d}b", "a\\u{200d}b"),
            ("م\u{200c}", "م\\u{200c}"),
            ("\u{200d}م", "\\u{200d}م"),
            ("👩\u{200d}a", "👩\\u{200d}a"),
            ("👩\u{200d}\u{200d}💻", "👩\\u{200d}\u{200d}💻"),
            ("1\u{fe0f}", "1\\u{fe0f}"),
            ("a\u{fe0f}", "a\\u{fe0f}"),
            ("a\u{e0100}", "a\\u{e0100}"),
            ("🏴\u{e0067}\u{e007f}", "🏴\\u{e0067}\\u{e007f}"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
