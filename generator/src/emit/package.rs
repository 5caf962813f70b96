//! What makes the files a crate: its root, its README and its manifest.

use super::{Emitter, HEADER, comment, object::bare};
use crate::{
    ir::{Scalar, Shape, TypeRef},
    manifest::{Dependency, Manifest},
    markdown,
    settings::{Feature, Layout},
};

/// The oldest Rust that the output compiles with.
const RUST_VERSION: &str = "1.85";

/// What the root exports beside its modules and clients.
const EXPORTS: &str = "\
pub use runtime::{
    BaseUrl, BuildError, CallError, DecodeError, Error, FnTransport, Operation, Outcome, RawReply,
    Rejected, Reply, RequestError, TransportError, Upload, UploadStream,
};
";

/// The crates whose types the output's signatures have.
const CRATES: [&str; 3] = ["bytes", "http", "serde_json"];

/// The asynchronous client, with a transport for it and without.
const CLIENT: [&str; 2] = [
    "\
/// The asynchronous client, over reqwest unless another transport is named.
pub type Client<T = transports::reqwest::Reqwest> = runtime::Client<T>;
",
    "\
pub use runtime::Client;
",
];

/// The blocking client, with a transport for it and without.
const BLOCKING: [&str; 2] = [
    "    /// The blocking client, over ureq unless another transport is named.
    pub type Client<T = super::transports::ureq::Ureq> = super::runtime::blocking::Client<T>;
",
    "    pub use super::runtime::blocking::Client;
",
];

/// How the output is used.
const USE: &str = "\
An operation function returns a request. [`Client::send`](runtime::Client::send) gives every
documented reply as a variant of the operation's response;
[`Client::call`](runtime::Client::call) gives the body of its success, or an error that holds the
typed reply; [`Client::pages`](runtime::Client::pages) follows `Link` headers.";

impl Emitter<'_> {
    /// The root of the crate.
    pub(super) fn library(&self) -> String {
        let mut lines = self.introduction();
        lines.extend(["", "# Features", ""].map(str::to_owned));
        lines.extend(
            FEATURES
                .iter()
                .map(|(name, text)| format!("- `{name}`: {text}")),
        );
        let mut text = format!("{HEADER}\n");
        for line in &lines {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        text.push_str("\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n\n");
        text + &self.declarations()
    }

    /// The root of the modules: what a crate's root says after its documentation.
    pub(super) fn root(&self) -> String {
        format!("{HEADER}\n{}", self.declarations())
    }

    fn declarations(&self) -> String {
        let mut modules = vec!["models", "runtime", "transports"];
        modules.extend(self.modules());
        if !self.api.servers.is_empty() {
            modules.push("servers");
        }
        modules.sort_by_key(|name| name.trim_start_matches("r#").to_owned());
        let modules: String = modules
            .iter()
            .map(|name| format!("pub mod {name};\n"))
            .collect();
        let time = self.uses_time().then_some("jiff");
        let mut crates: Vec<&str> = CRATES.into_iter().chain(time).collect();
        crates.sort_unstable();
        let crates: String = crates
            .iter()
            .map(|name| format!("pub use {name};\n"))
            .collect();
        let client = self.choice(Feature::Reqwest, "", CLIENT);
        let blocking = self.choice(Feature::Ureq, "    ", BLOCKING);
        format!(
            "{modules}\n{crates}\n{EXPORTS}\n{client}\n/// The blocking client.\npub mod blocking {{\n    \
             pub use super::runtime::blocking::{{Pages, Transport}};\n\n{blocking}}}\n"
        )
    }

    /// One of two texts: with the transport or without it. In a crate a feature decides.
    fn choice(&self, kind: Feature, indent: &str, [with, without]: [&str; 2]) -> String {
        if self.settings.layout != Layout::Crate {
            return if self.has(kind) { with } else { without }.to_owned();
        }
        let feature = kind.text();
        // The attribute comes after the documentation.
        let (docs, item) = with.split_once('\n').unwrap_or(("", with));
        format!(
            "{docs}\n{indent}#[cfg(feature = \"{feature}\")]\n{item}\n\
             {indent}#[cfg(not(feature = \"{feature}\"))]\n{without}"
        )
    }

    /// The declaration of the transports.
    pub(super) fn transports(&self) -> String {
        let mut text = format!(
            "{HEADER}\n//! What carries requests to a server: each transport is there with the \
             feature of its name.\n"
        );
        let kinds = [Feature::Reqwest, Feature::Ureq];
        let mut separator = "\n";
        for kind in kinds.into_iter().filter(|kind| self.has(*kind)) {
            let name = kind.text();
            text.push_str(std::mem::take(&mut separator));
            if self.settings.layout == Layout::Crate {
                text.push_str(&format!("#[cfg(feature = \"{name}\")]\n"));
            }
            text.push_str(&format!("pub mod {name};\n"));
        }
        text
    }

    /// What the crate is, and how it is used.
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
        lines.extend(["", "# Use", ""].map(str::to_owned));
        lines.extend(USE.lines().map(str::to_owned));
        let usage = self.usage();
        if !usage.is_empty() {
            lines.push(String::new());
            lines.extend(usage);
        }
        lines.push(String::new());
        lines.push("The operations are in a module for each tag:".to_owned());
        lines.push(String::new());
        for module in self.modules() {
            let count = self
                .names
                .operations
                .iter()
                .filter(|names| names.module == module)
                .count();
            let plural = if count == 1 { "" } else { "s" };
            lines.push(format!(
                "- [`mod@{}`]: {count} operation{plural}",
                bare(module)
            ));
        }
        lines
    }

    fn tagline(&self) -> String {
        let title = markdown::line(&self.api.info.title);
        let version = markdown::line(&self.api.info.version);
        format!("A client for {title}, version {version}.")
    }

    /// The README of the crate: the tagline and the first steps.
    pub(super) fn readme(&self) -> String {
        let mut text = format!("# {}\n\n{}\n\n", self.crate_name, self.tagline());
        for line in self.usage().iter().filter(|line| !line.starts_with("# ")) {
            text.push_str(if line == "```no_run" { "```rust" } else { line });
            text.push('\n');
        }
        text + "\nGenerated by Rejoinder: every documented reply has a type. The documentation of \
                the crate has a page for each operation.\n"
    }

    /// What the manifest has to say.
    pub(super) fn manifest(&self) -> Manifest {
        let mut dependencies = vec![
            dependency("base64", "0.22"),
            dependency("bytes", "1"),
            dependency("futures-core", "0.3"),
            dependency("http", "1"),
            optional("http-body", "1"),
        ];
        if self.uses_time() {
            dependencies.push(Dependency {
                features: vec!["std", "serde"],
                default_features: false,
                ..dependency("jiff", "0.2")
            });
        }
        dependencies.extend([
            dependency("percent-encoding", "2"),
            optional("reqwest", "0.13"),
            dependency("serde", "1"),
            dependency("serde_json", "1"),
            optional("ureq", "3"),
        ]);
        Manifest {
            name: self.crate_name.to_owned(),
            description: self.tagline().replace("\\", ""),
            rust_version: RUST_VERSION,
            dependencies,
            features: vec![
                ("default", vec!["reqwest", "rustls"]),
                ("reqwest", vec!["dep:reqwest", "dep:http-body"]),
                ("ureq", vec!["dep:ureq"]),
                ("rustls", vec!["reqwest?/rustls", "ureq?/rustls"]),
                (
                    "rustls-no-provider",
                    vec!["reqwest?/rustls-no-provider", "ureq?/rustls-no-provider"],
                ),
                (
                    "native-tls",
                    vec!["reqwest?/native-tls", "ureq?/native-tls"],
                ),
                ("gzip", vec!["reqwest?/gzip", "ureq?/gzip"]),
            ],
        }
    }

    /// Whether any type is a date or a time.
    fn uses_time(&self) -> bool {
        let in_types = self
            .api
            .types
            .iter()
            .any(|definition| match &definition.shape {
                Shape::Object(object) => {
                    let others = match &object.others {
                        crate::ir::Others::Kept(ty) => is_time(ty),
                        crate::ir::Others::Ignored => false,
                    };
                    others || object.fields.iter().any(|field| is_time(&field.ty))
                }
                Shape::Union(branches) => branches.iter().any(|branch| is_time(&branch.ty)),
                Shape::Alias(ty) => is_time(ty),
                Shape::Enumeration(_) => false,
            });
        in_types
            || self.api.operations.iter().any(|operation| {
                let payloads = operation.replies.iter().map(|reply| &reply.payload);
                let payloads = payloads.chain(operation.body.iter().map(|body| &body.payload));
                let headers = operation.replies.iter().flat_map(|reply| &reply.headers);
                operation
                    .parameters
                    .iter()
                    .any(|parameter| is_time(&parameter.ty))
                    || payloads.into_iter().any(
                        |payload| matches!(payload, crate::ir::Payload::Json(ty) if is_time(ty)),
                    )
                    || headers
                        .into_iter()
                        .any(|header| is_time(&TypeRef::Scalar(header.ty)))
            })
    }
}

/// The features of the output, in words.
const FEATURES: [(&str, &str); 6] = [
    (
        "reqwest",
        "the asynchronous [`Client`] over reqwest (default)",
    ),
    ("ureq", "the [`blocking::Client`] over ureq"),
    ("rustls", "TLS by rustls with its usual provider (default)"),
    (
        "rustls-no-provider",
        "TLS by rustls with a provider that the application installs",
    ),
    ("native-tls", "TLS by the system's library"),
    ("gzip", "replies may be compressed"),
];

fn is_time(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Scalar(scalar) => matches!(scalar, Scalar::DateTime | Scalar::Date),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => is_time(inner),
        TypeRef::Named(_) | TypeRef::Json => false,
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

/// A transport's crate, without the features that the client doesn't use.
fn optional(name: &'static str, version: &'static str) -> Dependency {
    Dependency {
        optional: true,
        default_features: name == "http-body",
        ..dependency(name, version)
    }
}
