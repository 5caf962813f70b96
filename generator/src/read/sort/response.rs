//! The keys of responses, and of what is called because of them.

use openapiv3 as model;

use super::Many::{Map, One};
use super::{
    EMPTY, EMPTY_RESPONSE, Empty, Entries, HEADER, MEDIA_TYPE, PATH_ITEM, Referred, SERVER, Sort,
    leaf, refuses,
};
use crate::read::version::Version;

pub(in crate::read) static RESPONSES: Sort = Sort {
    assumed: EMPTY,
    holds: &[("default", One, &RESPONSE)],
    entries: Some(Entries {
        fits: is_status,
        keys: "a status such as `200` or `4XX`, or `default`",
        sort: &RESPONSE,
    }),
    ..leaf("the responses object", refuses::<model::Responses>, &[])
};
pub(in crate::read) static RESPONSE: Sort = Sort {
    assumed: EMPTY_RESPONSE,
    referred: Referred::Component("responses"),
    holds: &[
        ("headers", Map, &HEADER),
        ("content", Map, &MEDIA_TYPE),
        ("links", Map, &LINK),
    ],
    needs: &[("description", Empty::Text)],
    since: &[("summary", Version::V3_2)],
    ..leaf(
        "a response",
        refuses::<model::Response>,
        &["summary", "description"],
    )
};
pub(in crate::read) static LINK: Sort = Sort {
    referred: Referred::Component("links"),
    holds: &[("server", One, &SERVER)],
    ..leaf(
        "a link",
        refuses::<model::Link>,
        &[
            "operationRef",
            "operationId",
            "parameters",
            "requestBody",
            "description",
        ],
    )
};
pub(in crate::read) static CALLBACK: Sort = Sort {
    entries: Some(Entries {
        fits: |_| true,
        keys: "an expression",
        sort: &PATH_ITEM,
    }),
    ..leaf("a callback", refuses::<model::Callback>, &[])
};

/// Returns `true` if a key of a responses object is a status code: OpenAPI 3.0.3, section 4.7.16.
pub(super) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
