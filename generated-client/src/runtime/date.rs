//! Formats of dates and times.

/// Returns `true` if a string is written as `2024-02-29`.
pub(super) fn is_date(string: &[u8]) -> bool {
    is_pattern(string, b"0000-00-00")
}

/// Returns `true` if a string is written as `2024-02-29T12:30:00Z`, with any fraction and offset.
pub(super) fn is_date_time(string: &[u8]) -> bool {
    let (Some(date), Some(time)) = (string.get(..10), string.get(11..19)) else {
        return false;
    };
    let (Some(separator), Some(rest)) = (string.get(10), string.get(19..)) else {
        return false;
    };
    let fraction = rest.strip_prefix(b".").map(|rest| {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest.get(digits.max(1)..).unwrap_or_default()
    });
    let offset = fraction.unwrap_or(rest);
    let zone = offset == b"Z"
        || offset == b"z"
        || is_pattern(offset, b"+00:00")
        || is_pattern(offset, b"-00:00");
    is_date(date) && b"Tt ".contains(separator) && is_pattern(time, b"00:00:00") && zone
}

/// Returns `true` if a string matches a pattern in which zeros stand for digits.
pub(super) fn is_pattern(string: &[u8], pattern: &[u8]) -> bool {
    let matches =
        |(byte, other): (&u8, &u8)| byte == other || *other == b'0' && byte.is_ascii_digit();
    string.len() == pattern.len() && string.iter().zip(pattern).all(matches)
}
