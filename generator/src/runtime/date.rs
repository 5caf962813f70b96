//! Forms of dates and times.

/// Returns `true` if a text is written as `2024-02-29`.
pub(super) fn is_date(text: &[u8]) -> bool {
    is_pattern(text, b"0000-00-00")
}

/// Returns `true` if a text is written as `2024-02-29T12:30:00Z`, with any fraction and offset.
pub(super) fn is_date_time(text: &[u8]) -> bool {
    let (Some(date), Some(time)) = (text.get(..10), text.get(11..19)) else {
        return false;
    };
    let (Some(separator), Some(rest)) = (text.get(10), text.get(19..)) else {
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

/// Returns `true` if a text is like another, in which zeros stand for digits.
pub(super) fn is_pattern(text: &[u8], pattern: &[u8]) -> bool {
    let alike = |(byte, sign): (&u8, &u8)| byte == sign || *sign == b'0' && byte.is_ascii_digit();
    text.len() == pattern.len() && text.iter().zip(pattern).all(alike)
}
