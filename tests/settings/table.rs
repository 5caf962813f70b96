//! The settings of each document of this folder.

use rejoinder::{
    Feature, Settings,
    settings::{Renames, Secrets, TimeType, UriType},
};

/// Returns the names of the documents with their settings.
pub(crate) fn table() -> [(&'static str, Settings); 2] {
    [("choices", choices()), ("types", types())]
}

fn choices() -> Settings {
    Settings {
        name: Some("client".to_owned()),
        rename: Renames {
            tags: [pair("teams", "type"), pair("users", "the-people")].into(),
            operations: [pair("users/get-user", "users/fetch")].into(),
            schemas: [pair("simple-user", "account"), pair("crew", "squad")].into(),
            ..Renames::default()
        },
        time: TimeType::String,
        secrets: Secrets {
            add: vec!["pin".to_owned()],
            remove: vec!["token".to_owned()],
        },
        derives: ["Eq", "std::hash::Hash", "Debug", "::std::cmp::Eq"]
            .map(str::to_owned)
            .to_vec(),
        features: vec![Feature::NativeTls, Feature::Ureq],
        ..Settings::default()
    }
}

fn types() -> Settings {
    Settings {
        name: Some("client".to_owned()),
        time: TimeType::Chrono,
        uri: UriType::Url,
        formats: [pair("uuid", "uuid::Uuid")].into(),
        schemas: [
            pair("Address", "std::net::IpAddr"),
            pair("Window", "std::ops::Range<i64>"),
        ]
        .into(),
        ..Settings::default()
    }
}

fn pair(document: &str, replacement: &str) -> (String, String) {
    (document.to_owned(), replacement.to_owned())
}
