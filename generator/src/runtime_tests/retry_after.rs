//! Tests of `runtime::retry_after` and of random keys.

use std::time::{Duration, UNIX_EPOCH};

use http::HeaderMap;

use crate::runtime::{retry::random_key, retry_after::delay};

fn delayed(name: &'static str, value: &str) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    headers.insert(name, value.parse().unwrap());
    delay(&headers)
}

#[test]
fn delays_are_numbers() {
    for (name, value, expected) in [
        ("retry-after", "0", Some(0)),
        ("retry-after", "7", Some(7000)),
        ("retry-after", " 1.5 ", Some(1500)),
        ("retry-after-ms", "250", Some(250)),
        ("x-ms-retry-after-ms", "1", Some(1)),
        ("retry-after", "-1", None),
        ("retry-after", "1e3", None),
        ("retry-after", "inf", None),
        ("retry-after", "NaN", None),
        ("retry-after", "", None),
        ("retry-after", "soon", None),
    ] {
        let expected = expected.map(Duration::from_millis);
        assert_eq!(delayed(name, value), expected, "{name}: {value}");
    }
    let endless = "9".repeat(400);
    assert_eq!(delayed("retry-after", &endless), Some(Duration::MAX));
}

#[test]
fn milliseconds_have_priority() {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", "9".parse().unwrap());
    headers.insert("x-ms-retry-after-ms", "8".parse().unwrap());
    assert_eq!(delay(&headers), Some(Duration::from_millis(8)));
    headers.insert("retry-after-ms", "invalid".parse().unwrap());
    assert_eq!(delay(&headers), Some(Duration::from_millis(8)));
}

/// The dates are the time of the test and a few days; `far` is the number of seconds from 1970.
#[test]
fn delays_are_dates() {
    for past in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Thu, 01 Jan 1960 00:00:00 GMT",
    ] {
        assert_eq!(delayed("retry-after", past), Some(Duration::ZERO), "{past}");
    }
    for (future, seconds) in [
        ("Fri, 01 Jan 2100 00:00:00 GMT", 4_102_444_800),
        ("Mon, 29 Feb 2072 12:34:56 GMT", 3_223_974_896),
        ("Thu Mar  1 00:00:00 2068", 3_097_785_600),
        ("Friday, 31-Dec-60 23:59:59 GMT", 2_871_763_199),
    ] {
        let found = UNIX_EPOCH.elapsed().unwrap() + delayed("retry-after", future).unwrap();
        let difference = found.abs_diff(Duration::from_secs(seconds));
        assert!(difference < Duration::from_secs(60), "{future}: {found:?}");
    }
    for invalid in [
        "Sun, 32 Nov 2094 08:49:37 GMT",
        "Sun, 06 Foo 2094 08:49:37 GMT",
        "Sun, 06 anF 2094 08:49:37 GMT",
        "Sun, 06 Nov 2094 24:49:37 GMT",
        "Sun, 06 Nov 2094 08:49 GMT",
        "Sun, 06 Nov 2094 08:49:37 CET",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        "Sun",
    ] {
        assert_eq!(delayed("retry-after", invalid), None, "{invalid}");
    }
}

#[test]
fn keys_are_random_uuids() {
    let (first, second) = (random_key(), random_key());
    assert_ne!(first, second);
    for key in [first, second] {
        let lengths: Vec<usize> = key.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{key}");
        assert_eq!(key.chars().nth(14), Some('4'), "{key}");
        let variant = key.chars().nth(19);
        assert!(variant.is_some_and(|it| "89ab".contains(it)), "{key}");
    }
}
