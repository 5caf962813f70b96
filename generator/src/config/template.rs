//! The `rejoinder.toml` that `rejoinder init` writes, with a comment for each key.

use std::{fmt::Write, path::Path};

use crate::{document::ReferenceOr, failure::Failure, generator::name_from_title, read::read};

/// Returns the content of a `rejoinder.toml` for a document. The keys with default values are
/// commented out.
///
/// # Errors
///
/// If the document can't be read.
pub fn template(document: &Path) -> Result<String, Failure> {
    let input = document.display().to_string();
    let document = read(document, None).map_err(|(sources, found)| Failure::new(found, sources))?;
    let name = name_from_title(&document.openapi.info.title);
    let mut tags: Vec<&str> = Vec::new();
    let items = document.openapi.paths.values();
    for item in items.filter_map(ReferenceOr::as_item) {
        for tag in item
            .operations
            .iter()
            .flat_map(|found| &found.operation.tags)
        {
            if !tags.contains(&tag.as_str()) {
                tags.push(tag);
            }
        }
    }
    let mut template = String::from(
        "# Settings of Rejoinder. A key in a comment has its default or an example.\n\n",
    );
    let mut key = |line: &str, comment: &str| {
        // Writing to a string can't fail.
        let _ = write!(template, "# {comment}\n{line}\n\n");
    };
    key(
        &format!("input = {}", quoted(&input)),
        "The path of the document, relative to this file.",
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
    template.push_str(TABLES);
    let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
    let _ = write!(
        template,
        "\n# The operations to generate. An operation matches by tag, operationId or path.\n# [include]\n# tags = [{}]\n\
         # operations = []\n# paths = [\"/users/*\"]\n\n# The operations to leave out.\n# [exclude]\n# tags = []\n\
         # operations = []\n# paths = [\"/internal/*\"]\n",
        tags.join(", ")
    );
    Ok(template)
}

/// Returns a TOML string on a single line, because a comment ends with its line.
fn quoted(string: &str) -> String {
    // TOML has all escapes of JSON. Unlike JSON, TOML also requires an escape for DEL.
    serde_json::Value::from(string)
        .to_string()
        .replace('\u{7f}', "\\u007F")
}

/// Keys with their defaults.
const DEFAULTS: [(&str, &str); 8] = [
    (
        "# references = \"..\"",
        "The folder that contains all files the document refers to, relative to this file.\n\
         # Default: the folder of the document.",
    ),
    (
        "# layout = \"crate\"",
        "\"crate\", or \"modules\" for a crate of yours.",
    ),
    (
        "# features = [\"reqwest\", \"rustls\"]",
        "The default features of the crate. The features are reqwest, ureq, rustls,\n\
         # rustls-no-provider, native-tls, gzip.",
    ),
    (
        "# media_types = [\"application/xml\"]",
        "Media types of responses that are generated even if the response has JSON of the same schema.",
    ),
    (
        "# optional = [\"Pet.owner\"]",
        "Required properties that responses may omit.",
    ),
    (
        "# nullable = [\"Pet.owner\"]",
        "Properties that may be null although their schema doesn't allow null.",
    ),
    (
        "# allow = [\"not-generated\"]",
        "Codes of diagnostics whose warnings are reported as notes.",
    ),
    (
        "# derives = [\"schemars::JsonSchema\"]",
        "Additional traits that models derive.",
    ),
];

/// The tables.
const TABLES: &str = "\
# [types]
# time = \"jiff\" # or \"chrono\", \"string\"
# uri = \"string\" # or \"url\"

# Deviations of servers from the document that a client accepts.
# [tolerance]
# null_as_empty = true # decode null as an empty array or map
# undocumented_media_types = true # decode binary and text content from any media type
# undocumented_success = true # decode an undocumented 2xx response as the only documented 2xx response
# times_without_offset = false # decode a time without an offset as UTC

# Types of yours by string format.
# [types.formats]
# uuid = \"uuid::Uuid\"

# Types of yours by component schema.
# [types.schemas]
# Money = \"my_types::Money\"

# Names of values that Debug and errors hide, in addition to password, token, api_key and others.
# [secrets]
# add = [\"pin\"]
# remove = [\"session\"]

# Rust names that replace names of the document.
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
