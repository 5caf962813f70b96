//! The keys of responses, links and callbacks.

use super::Multiplicity::{Map, One};
use super::{
    EMPTY, EMPTY_RESPONSE, Entries, HEADER, MEDIA_TYPE, NodeKind, PATH_ITEM, Placeholder,
    ReferencePolicy, SERVER, leaf, refuses,
};
use crate::read::v3_0::strict;
use crate::read::version::Version;

pub(in crate::read) static RESPONSES: NodeKind = NodeKind {
    assumed: EMPTY,
    holds: &[("default", One, &RESPONSE)],
    entries: Some(Entries {
        fits: is_status,
        keys: "a status such as `200` or `4XX`, or `default`",
        node_kind: &RESPONSE,
    }),
    ..leaf("the responses object", refuses::<strict::Responses>, &[])
};
pub(in crate::read) static RESPONSE: NodeKind = NodeKind {
    assumed: EMPTY_RESPONSE,
    referred: ReferencePolicy::Component("responses"),
    holds: &[
        ("headers", Map, &HEADER),
        ("content", Map, &MEDIA_TYPE),
        ("links", Map, &LINK),
    ],
    needs: &[("description", Placeholder::Text)],
    since: &[("summary", Version::V3_2)],
    ..leaf(
        "a response",
        refuses::<strict::Response>,
        &["summary", "description"],
    )
};
pub(in crate::read) static LINK: NodeKind = NodeKind {
    referred: ReferencePolicy::Component("links"),
    holds: &[("server", One, &SERVER)],
    ..leaf(
        "a link",
        refuses::<strict::Link>,
        &[
            "operationRef",
            "operationId",
            "parameters",
            "requestBody",
            "description",
        ],
    )
};
pub(in crate::read) static CALLBACK: NodeKind = NodeKind {
    entries: Some(Entries {
        fits: |_| true,
        keys: "an expression",
        node_kind: &PATH_ITEM,
    }),
    ..leaf("a callback", refuses::<strict::Callback>, &[])
};

/// Returns `true` if a key of a responses object is a status code: OpenAPI 3.0.3, section 4.7.16.
pub(super) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
