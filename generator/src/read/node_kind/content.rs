//! The keys of media types, encodings and examples.

use super::Multiplicity::{List, Map, One};
use super::{EMPTY, HEADER, NodeKind, ReferencePolicy, SCHEMA, leaf, refuses};
use crate::read::v3_0::strict;
use crate::read::version::Version;

pub(in crate::read) static MEDIA_TYPE: NodeKind = NodeKind {
    assumed: EMPTY,
    referred: ReferencePolicy::Inline,
    holds: &[
        ("schema", One, &SCHEMA),
        ("itemSchema", One, &SCHEMA),
        ("examples", Map, &EXAMPLE),
        ("encoding", Map, &ENCODING),
        ("prefixEncoding", List, &ENCODING),
        ("itemEncoding", One, &ENCODING),
    ],
    since: &[
        ("itemSchema", Version::V3_2),
        ("prefixEncoding", Version::V3_2),
        ("itemEncoding", Version::V3_2),
    ],
    ..leaf("a media type", refuses::<strict::MediaType>, &["example"])
};
pub(in crate::read) static ENCODING: NodeKind = NodeKind {
    assumed: EMPTY,
    holds: &[
        ("headers", Map, &HEADER),
        ("encoding", Map, &ENCODING),
        ("prefixEncoding", List, &ENCODING),
        ("itemEncoding", One, &ENCODING),
    ],
    since: &[
        ("encoding", Version::V3_2),
        ("prefixEncoding", Version::V3_2),
        ("itemEncoding", Version::V3_2),
    ],
    ..leaf(
        "an encoding",
        refuses::<strict::Encoding>,
        &["contentType", "style", "explode", "allowReserved"],
    )
};
pub(in crate::read) static EXAMPLE: NodeKind = NodeKind {
    referred: ReferencePolicy::Component("examples"),
    since: &[
        ("dataValue", Version::V3_2),
        ("serializedValue", Version::V3_2),
    ],
    ignored: &[("externalValue", "put the value itself into the document")],
    ..leaf(
        "an example",
        refuses::<strict::Example>,
        &[
            "summary",
            "description",
            "value",
            "externalValue",
            "dataValue",
            "serializedValue",
        ],
    )
};
