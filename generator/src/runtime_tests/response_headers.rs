//! Tests of `runtime::response_headers`.

use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, HeaderName};

use crate::runtime::response_headers::{rate_limit, request_id};

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let lines = lines.iter();
    lines
        .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
        .collect()
}

#[test]
fn request_ids_have_many_names() {
    for (lines, expected) in [
        (&[("x-request-id", "a")][..], Some("a")),
        (&[("x-github-request-id", "b:c")], Some("b:c")),
        (&[("x-amzn-requestid", "d")], Some("d")),
        (&[("x-correlation-id", "e"), ("request-id", "f")], Some("f")),
        (&[("x-request-id", ""), ("request-id", "g")], Some("g")),
        (&[("x-request-id", "\u{e9}")], None),
        (&[("date", "h")], None),
    ] {
        assert_eq!(request_id(&headers(lines)), expected, "{lines:?}");
    }
}

#[test]
fn rate_limits_have_three_forms() {
    let policy = (
        "ratelimit-policy",
        r#""day";q=9000;w=86400, "a,;b";q=100;w=10"#,
    );
    for (lines, expected) in [
        (
            &[("ratelimit", r#""default";r=50;t=30"#)][..],
            Some((None, 50, Some(30))),
        ),
        (
            &[policy, ("ratelimit", r#""a,;b";r=5; t=3"#)],
            Some((Some(100), 5, Some(3))),
        ),
        (
            &[policy, ("ratelimit", r#""a,;b";r=5, "day";r=4"#)],
            Some((Some(9000), 4, None)),
        ),
        (&[("ratelimit", r#""default";r=many;t=30"#)], None),
        (&[("ratelimit", r#""default";r=-1"#)], None),
        (&[("ratelimit", "\"")], None),
        (&[policy], None),
        (
            &[("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0")],
            Some((Some(60), 0, None)),
        ),
        (
            &[("ratelimit-remaining", "7"), ("ratelimit-reset", "8")],
            Some((None, 7, Some(8))),
        ),
        (
            &[
                ("x-ratelimit-remaining", "7"),
                ("x-ratelimit-reset", "6m0s"),
            ],
            Some((None, 7, None)),
        ),
        (
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1300000000"),
            ],
            Some((None, 0, Some(0))),
        ),
        (&[("x-ratelimit-limit", "60")], None),
    ] {
        let found = rate_limit(&headers(lines));
        let found = found.map(|found| {
            let reset = found.reset.map(|reset| reset.as_secs());
            (found.limit, found.remaining, reset)
        });
        assert_eq!(found, expected, "{lines:?}");
    }
}

#[test]
fn resets_are_times_since_1970() {
    for reset in ["4102444800", "4102444800000"] {
        let lines = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)];
        let delay = rate_limit(&headers(&lines)).unwrap().reset.unwrap();
        let found = UNIX_EPOCH.elapsed().unwrap() + delay;
        assert!(found.abs_diff(Duration::from_secs(4_102_444_800)) < Duration::from_secs(60));
    }
}
