//! Crate root, README and manifest.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, code, comment, ident, model::object::bare, operation::feature::cfg};
use crate::{
    ir::{AdditionalProperties, Operation, Payload, Response, Scalar, TypeKind, TypeRef},
    manifest::{ALL_TAGS, Dependency, Manifest},
    markdown,
    settings::{Feature, Layout, TimeType, UriType},
};

/// The minimum supported Rust version of the output.
const RUST_VERSION: &str = "1.85";

/// The exports of the root, except modules and clients.
const EXPORTS: &str = "\
#[doc(inline)]
pub use runtime::{
    AnyError, BaseUrl, Body, BodyStream, BuildError, CallError, CallInfo, DecodeError, Error,
    ErrorResponse, File, FnTransport, InvalidResponse, Operation, OperationResponse, Pages,
    RawResponse, RequestBody, RequestError, Response, Retry, TransportError,
};
";

/// The crates whose types are part of the output's signatures.
const CRATES: [&str; 3] = ["bytes", "http", "serde_json"];

/// The declarations of the asynchronous client, with and without a default transport.
const CLIENT: [&str; 2] = [
    "\
/// The asynchronous client, with reqwest as the default transport.
pub type Client<T = transports::reqwest::Reqwest> = runtime::Client<T>;
",
    "\
pub use runtime::Client;
",
];

/// The declarations of the blocking client, with and without a default transport.
const BLOCKING: [&str; 2] = [
    "    /// The blocking client, with ureq as the default transport.
    pub type Client<T = super::transports::ureq::Ureq> = super::runtime::blocking::Client<T>;
",
    "    pub use super::runtime::blocking::Client;
",
];

/// The introduction to the usage of the crate.
const USE: &str = "\
Each operation is a function that returns a request. A client sends the request:

- [`Client::send`](runtime::Client::send) returns the documented response, a variant of the
  operation's response enum.
- [`Client::call`](runtime::Client::call) returns the body of a successful response. Any other
  documented response is an error that contains the typed response.
- [`Client::pages`](runtime::Client::pages) requests one page after the other by following `Link`
  headers.";

/// The introduction to credentials.
const CREDENTIALS: &str = "\
The client builder takes a credential for each security scheme, or a function that returns the
credential. The client sends a credential with each operation that requires it, and only to the
origin that serves the operation. The security schemes are constants of [`mod@security`]:";

impl Emitter<'_> {
    /// Returns the crate root.
    pub(super) fn library(&self) -> String {
        let mut lines = self.introduction();
        lines.extend(["", "# Features", ""].map(str::to_owned));
        lines.extend(
            FEATURES
                .iter()
                .map(|(feature, text)| self.feature(*feature, text)),
        );
        if !self.tag_features().is_empty() {
            lines.extend(TAGS.lines().map(str::to_owned));
        }
        let mut text = format!("{}\n", self.header);
        for line in &lines {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        text.push_str("\n#![forbid(unsafe_code)]\n\n");
        text + &self.declarations()
    }

    /// Returns the root of the modules layout, which has no documentation.
    pub(super) fn root(&self) -> String {
        format!("{}\n{}", self.header, self.declarations())
    }

    /// Returns the list item of a feature.
    fn feature(&self, feature: Feature, text: &str) -> String {
        let is_default = self.settings.features.contains(&feature);
        let default = if is_default { " (default)" } else { "" };
        format!("- `{}`: {text}{default}", feature.as_str())
    }

    fn declarations(&self) -> String {
        let mut modules = vec!["models", "runtime", "transports"];
        modules.extend(self.modules());
        if !self.api.servers.is_empty() {
            modules.push("servers");
        }
        if !self.required_schemes.is_empty() {
            modules.push("security");
        }
        modules.sort_unstable_by_key(|name| bare(name));
        let features = self.tag_features();
        let modules = modules.into_iter().map(|name| {
            let cfg = features.get(name).map(|feature| cfg([feature]));
            let name = ident(name);
            // Formatting the user's workspace must not change the files of the module.
            quote!(#[rustfmt::skip] #cfg pub mod #name;)
        });
        let modules = code(modules.collect::<Vec<TokenStream>>());
        let (types, _) = self.type_crates();
        let types = types.iter().map(|dependency| dependency.name);
        let mut crates: Vec<&str> = CRATES.into_iter().chain(types).collect();
        crates.sort_unstable();
        let crates: String = crates
            .iter()
            .map(|name| format!("pub use {name};\n"))
            .collect();
        let client = self.choice(Feature::Reqwest, "", CLIENT);
        let blocking = self.choice(Feature::Ureq, "    ", BLOCKING);
        format!(
            "{modules}\n{crates}\n{EXPORTS}\n{client}\n/// The blocking client.\npub mod blocking {{\n    \
             pub use super::runtime::blocking::{{Body, Pages, Transport}};\n\n{blocking}}}\n"
        )
    }

    /// Returns the declaration with or without the transport. In a crate, a feature selects the
    /// declaration.
    fn choice(&self, kind: Feature, indent: &str, [with, without]: [&str; 2]) -> String {
        if self.settings.layout != Layout::Crate {
            return if self.has(kind) { with } else { without }.to_owned();
        }
        let feature = kind.as_str();
        // The attribute follows the documentation.
        let (docs, item) = with.split_once('\n').unwrap_or(("", with));
        format!(
            "{docs}\n{indent}#[cfg(feature = \"{feature}\")]\n{item}\n\
             {indent}#[cfg(not(feature = \"{feature}\"))]\n{without}"
        )
    }

    /// Returns the `transports` module.
    pub(super) fn transports(&self) -> String {
        let is_crate = self.settings.layout == Layout::Crate;
        let condition = if is_crate {
            " A feature with the same name enables each module."
        } else {
            ""
        };
        let mut text = format!("{}\n//! HTTP transports.{condition}\n", self.header);
        let kinds = [Feature::Reqwest, Feature::Ureq];
        let mut separator = "\n";
        for kind in kinds.into_iter().filter(|kind| self.has(*kind)) {
            let name = kind.as_str();
            text.push_str(std::mem::take(&mut separator));
            if is_crate {
                text.push_str(&format!("#[cfg(feature = \"{name}\")]\n"));
            }
            text.push_str(&format!("pub mod {name};\n"));
        }
        text
    }

    /// Returns the documentation of the crate, except its features.
    fn introduction(&self) -> Vec<String> {
        let info = &self.api.info;
        let mut lines = vec![self.tagline()];
        let description = comment::block(info.description.as_deref().unwrap_or_default());
        if !description.is_empty() {
            lines.push(String::new());
            lines.extend(description);
        }
        for (text, url) in &info.links {
            let text = markdown::line(text);
            lines.push(String::new());
            if url.is_empty() {
                lines.push(text);
            } else {
                lines.extend(comment::block(&format!(
                    "[{}]({url})",
                    text.replace(['[', ']'], "")
                )));
            }
        }
        lines.extend(["", "# Usage", ""].map(str::to_owned));
        lines.extend(USE.lines().map(str::to_owned));
        let usage = self.usage();
        if !usage.is_empty() {
            lines.push(String::new());
            lines.extend(usage);
        }
        lines.push(String::new());
        let features = self.tag_features();
        let modules = self.by_module();
        if modules.is_empty() {
            lines.push("The API description has no operations.".to_owned());
        } else {
            lines.push("Each tag has a module with its operations:".to_owned());
            lines.push(String::new());
        }
        for (module, operations) in modules {
            let count = operations.len();
            let plural = if count == 1 { "" } else { "s" };
            let name = bare(module);
            let feature = features.get(module).filter(|feature| **feature != name);
            let feature = feature.map(|feature| format!(", feature `{feature}`"));
            lines.push(format!(
                "- [`mod@{name}`]: {count} operation{plural}{}",
                feature.unwrap_or_default()
            ));
        }
        let credentials = self.credential_list();
        if !credentials.is_empty() {
            lines.extend(["", "# Credentials", ""].map(str::to_owned));
            lines.extend(CREDENTIALS.lines().map(str::to_owned));
            lines.push(String::new());
            lines.extend(credentials.iter().map(|line| format!("- {line}")));
        }
        lines
    }

    fn tagline(&self) -> String {
        let title = markdown::line(&self.api.info.title);
        let version = markdown::line(&self.api.info.version);
        format!("A client for {title}, version {version}.")
    }

    /// Returns the README of the crate: the tagline and the introductory example.
    pub(super) fn readme(&self) -> String {
        let mut text = format!("# {}\n\n{}\n", self.crate_name, self.tagline());
        let usage = self.usage();
        if !usage.is_empty() {
            text.push('\n');
        }
        for line in usage.iter().filter(|line| !line.starts_with("# ")) {
            text.push_str(if line == "```no_run" { "```rust" } else { line });
            text.push('\n');
        }
        let credentials = self.credential_list();
        if !credentials.is_empty() {
            text.push_str("\nThe client builder takes a credential for each security scheme:\n\n");
            for line in credentials {
                // Links to items don't resolve in a README.
                let line = line.replacen('[', "", 1).replacen(']', "", 1);
                text.push_str(&format!("- {line}\n"));
            }
        }
        text + "\nGenerated by Rejoinder from an OpenAPI description. Every documented response has a \
                type. The documentation of the crate has a page for each operation.\n"
    }

    /// Returns the required content of the `Cargo.toml`.
    pub(super) fn manifest(&self) -> Manifest {
        let (mut dependencies, unneeded) = self.type_crates();
        dependencies.extend([
            dependency("base64", "0.23"),
            dependency("bytes", "1.8"),
            dependency("futures-core", "0.3.31"),
            dependency("http", "1.1"),
            optional("http-body", "1"),
            dependency("percent-encoding", "2.3.1"),
            optional("reqwest", "0.13"),
            dependency("serde", "1.0.221"),
            Dependency {
                // `float_roundtrip` parses floats exactly; with `raw_value`, a union that
                // `serde_json` decodes needs no tree of values.
                features: vec!["float_roundtrip", "raw_value"],
                ..dependency("serde_json", "1.0.100")
            },
            Dependency {
                features: vec!["time"],
                ..optional("tokio", "1.40")
            },
            optional("ureq", "3.1"),
        ]);
        dependencies.sort_by_key(|dependency| dependency.name);
        let on = |feature: &Feature| self.settings.features.contains(feature);
        let default = Feature::ALL.into_iter().filter(on).map(Feature::as_str);
        let tags: Vec<String> = self.tag_features().into_values().collect();
        let all_tags = (!tags.is_empty()).then_some(ALL_TAGS);
        let mut features = vec![("default", default.chain(all_tags).collect())];
        features.extend(ENABLED.map(|(feature, enables)| (feature.as_str(), enables.to_vec())));
        let owned = |strings: Vec<&str>| strings.into_iter().map(str::to_owned).collect();
        let mut features: Vec<(String, Vec<String>)> = features
            .into_iter()
            .map(|(name, enables)| (name.to_owned(), owned(enables)))
            .collect();
        if let Some(all) = all_tags {
            features.push((all.to_owned(), tags.clone()));
            features.extend(tags.into_iter().map(|tag| (tag, Vec::new())));
        }
        Manifest {
            name: self.crate_name.to_owned(),
            description: self.tagline().replace("\\", ""),
            rust_version: RUST_VERSION,
            dependencies,
            unneeded,
            features,
        }
    }

    /// Returns the crates of times and URLs, split into used and unused crates.
    fn type_crates(&self) -> (Vec<Dependency>, Vec<Dependency>) {
        let time = |name, version| Dependency {
            features: vec!["std", "serde"],
            default_features: false,
            ..dependency(name, version)
        };
        let url = Dependency {
            features: vec!["serde"],
            ..dependency("url", "2.5.4")
        };
        let settings = &self.settings;
        let times = self.uses(&[Scalar::DateTime, Scalar::Date]);
        let uris = self.uses(&[Scalar::Uri]);
        let all = [
            (time("jiff", "1"), times && settings.time == TimeType::Jiff),
            (
                time("chrono", "0.4.31"),
                times && settings.time == TimeType::Chrono,
            ),
            (url, uris && settings.uri == UriType::Url),
        ];
        let (needed, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, is_used)| *is_used);
        let crates = |all: Vec<(Dependency, bool)>| all.into_iter().map(|(it, _)| it).collect();
        (crates(needed), crates(others))
    }

    /// Returns `true` if any type is one of these scalars.
    fn uses(&self, scalars: &[Scalar]) -> bool {
        let is_match = |ty: &TypeRef| is_one(ty, scalars);
        let payload = |payload: &Payload| match payload {
            Payload::Json(ty) => is_match(ty),
            Payload::Empty | Payload::Text | Payload::Stream | Payload::Choice(_) => false,
        };
        let shape = |shape: &TypeKind| match shape {
            TypeKind::Object(object) => {
                let others = match &object.additional {
                    AdditionalProperties::Kept(ty) => is_match(ty),
                    AdditionalProperties::Ignored => false,
                };
                others || object.fields.iter().any(|field| is_match(&field.ty))
            }
            TypeKind::Union(union) => union.variants.iter().any(|variant| is_match(&variant.ty)),
            TypeKind::Alias(ty) => is_match(ty),
            TypeKind::Contents(contents) => {
                contents.iter().any(|content| payload(&content.payload))
            }
            TypeKind::Enumeration(..) => false,
        };
        let response = |response: &Response| {
            let mut headers = response.headers.iter();
            payload(&response.payload) || headers.any(|header| is_match(&header.ty))
        };
        let operation = |operation: &Operation| {
            let mut parameters = operation.parameters.iter();
            let mut body = operation.body.iter().flat_map(|body| &body.contents);
            parameters.any(|parameter| is_match(&parameter.ty))
                || body.any(|content| content.payload.ty().is_some_and(is_match))
                || operation.responses.iter().any(response)
        };
        let mut types = self.api.types.iter();
        types.any(|definition| shape(&definition.kind)) || self.api.operations.iter().any(operation)
    }
}

/// The features of the output, with the features that each enables.
const ENABLED: [(Feature, &[&str]); 6] = [
    (
        Feature::Reqwest,
        &["dep:reqwest", "dep:http-body", "dep:tokio"],
    ),
    (Feature::Ureq, &["dep:ureq"]),
    (Feature::Rustls, &["reqwest?/rustls", "ureq?/rustls"]),
    (
        Feature::RustlsNoProvider,
        &["reqwest?/rustls-no-provider", "ureq?/rustls-no-provider"],
    ),
    (
        Feature::NativeTls,
        &["reqwest?/native-tls", "ureq?/native-tls"],
    ),
    (Feature::Gzip, &["reqwest?/gzip", "ureq?/gzip"]),
];

/// The list items of the features of tags.
const TAGS: &str = "\
- `all-tags`: all operations (default)
- one feature for each tag, named after its module: the operations with the tag, and their models";

/// The features of the output, with their descriptions.
const FEATURES: [(Feature, &str); 6] = [
    (
        Feature::Reqwest,
        "asynchronous [`Client`] with the transport reqwest",
    ),
    (
        Feature::Ureq,
        "[`blocking::Client`] with the transport ureq",
    ),
    (
        Feature::Rustls,
        "TLS with rustls and its default crypto provider",
    ),
    (
        Feature::RustlsNoProvider,
        "TLS with rustls and a crypto provider that the application installs",
    ),
    (Feature::NativeTls, "TLS with the library of the platform"),
    (Feature::Gzip, "gzip-compressed responses"),
];

fn is_one(ty: &TypeRef, scalars: &[Scalar]) -> bool {
    match ty {
        TypeRef::Scalar(scalar) => scalars.contains(scalar),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            is_one(inner, scalars)
        }
        TypeRef::Tuple(items) => items.iter().any(|item| is_one(item, scalars)),
        TypeRef::Named(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => false,
    }
}

fn dependency(name: &'static str, version: &'static str) -> Dependency {
    Dependency {
        name,
        version,
        default_features: true,
        features: Vec::new(),
        optional: false,
    }
}

/// Returns an optional dependency. Crates of transports have no default features.
fn optional(name: &'static str, version: &'static str) -> Dependency {
    Dependency {
        optional: true,
        default_features: name == "http-body",
        ..dependency(name, version)
    }
}
