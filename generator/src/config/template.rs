//! A `rejoinder.toml` to begin with: every key, with what it is for.

use std::{fmt::Write, path::Path};

use crate::{failure::Failure, generator::name_from_title, read::read};

/// The text of a `rejoinder.toml` for a document: what is commented out is the default.
///
/// # Errors
///
/// When the document can't be read.
pub fn template(document: &Path) -> Result<String, Failure> {
    let input = document.display().to_string();
    let document = read(document, None).map_err(|(sources, found)| Failure::new(found, sources))?;
    let name = name_from_title(&document.openapi.info.title);
    let mut tags: Vec<&str> = Vec::new();
    let items = document.openapi.paths.iter();
    for (_, item) in items.filter_map(|(path, item)| Some((path, item.as_item()?))) {
        for tag in item.iter().flat_map(|(_, operation)| &operation.tags) {
            if !tags.contains(&tag.as_str()) {
                tags.push(tag);
            }
        }
    }
    let mut text = String::from(
        "# What Rejoinder generates, and from what. docs/guide/configuration.md explains each key.\n\n",
    );
    let mut key = |line: &str, comment: &str| {
        // Writing to a string can't fail.
        let _ = write!(text, "# {comment}\n{line}\n\n");
    };
    key(
        &format!("input = {}", quoted(&input)),
        "The document, relative to this file.",
    );
    key(
        &format!("output = {}", quoted(&name)),
        "The folder of the crate, relative to this file.",
    );
    key(
        &format!("name = {}", quoted(&name)),
        "The name of the crate.",
    );
    for (line, comment) in DEFAULTS {
        key(line, comment);
    }
    text.push_str(TABLES);
    if !tags.is_empty() {
        let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
        let _ = write!(
            text,
            "\n# Only operations with one of these tags, ids or paths.\n# [include]\n# tags = [{}]\n\
             # operations = []\n# paths = [\"/users/*\"]\n",
            tags.join(", ")
        );
    }
    Ok(text)
}

/// A string of TOML on one line: what is commented out is commented to the end of its line.
fn quoted(text: &str) -> String {
    // What JSON escapes TOML escapes alike; DEL is the one that JSON leaves.
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007F")
}

/// Keys with their defaults.
const DEFAULTS: [(&str, &str); 7] = [
    (
        "# references = \"..\"",
        "The folder below which files are read that the document refers to, relative to this file.\n\
         # Without it, the document's own.",
    ),
    (
        "# layout = \"crate\"",
        "`crate`, or `modules` of a crate of yours.",
    ),
    (
        "# features = [\"reqwest\", \"rustls\"]",
        "The features of the crate that are on by default: reqwest, ureq, rustls,\n\
         # rustls-no-provider, native-tls, gzip.",
    ),
    (
        "# media_types = [\"application/xml\"]",
        "Media types of responses that are generated beside JSON of the same schema.",
    ),
    (
        "# optional = [\"Pet.owner\"]",
        "Required properties that responses may omit.",
    ),
    (
        "# nullable = [\"Pet.owner\"]",
        "Properties that may be null although the document doesn't say so.",
    ),
    (
        "# derives = [\"Eq\", \"schemars::JsonSchema\"]",
        "Traits that models derive beside their own.",
    ),
];

/// Tables, commented out.
const TABLES: &str = "\
# [types]
# time = \"jiff\" # or \"chrono\", \"string\"
# uri = \"string\" # or \"url\"

# Deviations of servers from the document that a client accepts.
# [tolerance]
# null_as_empty = true # `null` for an array or a map is empty
# other_media_types = true # binary and text content is read in any media type
# other_success = true # another 2xx is read as the only documented one
# times_without_offset = false # a time without an offset is in UTC

# Strings of a format are of a type of yours.
# [types.formats]
# uuid = \"uuid::Uuid\"

# A schema is a type of yours.
# [types.schemas]
# Money = \"my_types::Money\"

# Names of values that no `Debug` and no error shows, beside `password`, `token`, `api_key` and others.
# [secrets]
# add = [\"pin\"]
# remove = [\"session\"]

# Names in place of the document's.
# [rename.operations]
# \"users/list-all\" = \"list_users\"
# [rename.parameters]
# \"users/list-all.per_page\" = \"page_size\"
# [rename.properties]
# \"basic-error.documentation_url\" = \"documentation\"
# [rename.schemas]
# basic-error = \"ApiError\"
# [rename.tags]
# default = \"api\"
# [rename.values]
# \"Pet.status.sold\" = \"Gone\"
";
