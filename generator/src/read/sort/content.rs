//! The keys of what is in bodies: media types, how parts are written, examples.

use openapiv3 as model;

use super::Many::{List, Map, One};
use super::{EMPTY, HEADER, Referred, SCHEMA, Sort, leaf, refuses};
use crate::read::version::Version;

pub(in crate::read) static MEDIA_TYPE: Sort = Sort {
    assumed: EMPTY,
    referred: Referred::Inline,
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
    ..leaf("a media type", refuses::<model::MediaType>, &["example"])
};
pub(in crate::read) static ENCODING: Sort = Sort {
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
        refuses::<model::Encoding>,
        &["contentType", "style", "explode", "allowReserved"],
    )
};
pub(in crate::read) static EXAMPLE: Sort = Sort {
    referred: Referred::Component("examples"),
    since: &[
        ("dataValue", Version::V3_2),
        ("serializedValue", Version::V3_2),
    ],
    ignored: &[("externalValue", "put the value itself into the document")],
    ..leaf(
        "an example",
        refuses::<model::Example>,
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
