//! Servers, from a host, a path and schemes.

use serde_json::{Map, Value, json};

use super::{Conversion, ConversionContext};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::read::node_kind::Placeholder;

impl Conversion<'_> {
    /// Returns the servers of the document, one for each scheme.
    pub(super) fn servers(&mut self, at: &ConversionContext) -> Option<Value> {
        let document = self.document;
        let schemes = self.strings(document, "schemes", at).unwrap_or_default();
        self.servers_of(&schemes, at)
    }

    /// Returns the servers of an operation with its own schemes. Without a host, the operation has
    /// no servers of its own, because the URL of the document provides the host and the scheme.
    pub(super) fn own_servers(
        &mut self,
        operation: &Value,
        at: &ConversionContext,
    ) -> Option<Value> {
        let schemes = self.strings(operation, "schemes", at)?;
        self.host.as_ref()?;
        self.servers_of(&schemes, at)
    }

    fn servers_of(&mut self, schemes: &[String], at: &ConversionContext) -> Option<Value> {
        let path = self.base_path.clone();
        let servers = at.new.child("servers");
        let Some(host) = self.host.clone() else {
            let old = Pointer::root().child("basePath");
            return Some(json!([self.server(&servers.child(0), path?, &old)]));
        };
        let path = path.unwrap_or_default();
        let is_web = |scheme: &str| {
            ["http", "https"]
                .iter()
                .any(|it| scheme.eq_ignore_ascii_case(it))
        };
        let (supported, unsupported): (Vec<_>, Vec<_>) = schemes
            .iter()
            .enumerate()
            .partition(|(_, scheme)| is_web(scheme));
        for (index, scheme) in unsupported {
            let message = format!("unsupported scheme `{scheme}`");
            let help = match supported.is_empty() {
                true => "write `https` or `http`; `https` is used here",
                false => "remove it; the other schemes are used here",
            };
            let pointer = at.old.child("schemes").child(index);
            self.report(Code::InvalidNode, &pointer, &message, help);
        }
        if supported.is_empty() {
            let old = Pointer::root().child("host");
            return Some(json!([self.server(
                &servers.child(0),
                format!("//{host}{path}"),
                &old
            )]));
        }
        let mut schemes = supported;
        // HTTPS comes first, regardless of the order.
        schemes.sort_by_key(|(_, scheme)| !scheme.eq_ignore_ascii_case("https"));
        let schemes = schemes.into_iter().enumerate();
        let all = schemes.map(|(index, (old, scheme))| {
            let old = at.old.child("schemes").child(old);
            let url = format!("{scheme}://{host}{path}");
            self.server(&servers.child(index), url, &old)
        });
        Some(all.collect())
    }

    fn server(&mut self, pointer: &Pointer, url: String, old: &Pointer) -> Value {
        self.moved(pointer, old);
        self.moved(&pointer.child("url"), old);
        let names = url.split('{').skip(1);
        let names = names.filter_map(|piece| Some(piece.split_once('}')?.0));
        let variables: Map<String, Value> = names
            .map(|name| {
                let variable = json!({ "default": Placeholder::Default.value() });
                (name.to_owned(), variable)
            })
            .collect();
        match variables.is_empty() {
            true => json!({ "url": url }),
            false => json!({ "url": url, "variables": variables }),
        }
    }

    /// Returns the host of the API, with an optional port.
    pub(super) fn host(&mut self, at: &ConversionContext) -> Option<String> {
        let value = self.string(self.document, "host", at)?;
        let (_, host) = value.split_once("://").unwrap_or(("", value));
        let host = host.trim_end_matches('/');
        if host != value {
            let message = "unsupported scheme or slash in `host`";
            let help = "move the scheme into `schemes`, and a path into `basePath`; the scheme is \
                        left out here";
            self.report(Code::InvalidNode, &at.old.child("host"), message, help);
        }
        self.placeholder("host", host, at);
        Some(host.to_owned())
    }

    /// Reports a placeholder in a part of the URL, which Swagger 2.0 doesn't have.
    fn placeholder(&mut self, key: &str, text: &str, at: &ConversionContext) {
        if text.contains('{') {
            let message = format!("unsupported placeholder in `{key}`");
            let help = "write the value; each placeholder is an argument without a default here";
            self.report(Code::InvalidNode, &at.old.child(key), &message, help);
        }
    }

    /// Returns the prefix of all paths, with a `/` at the start and without a `/` at the end.
    pub(super) fn base_path(&mut self, at: &ConversionContext) -> Option<String> {
        let path = self.string(self.document, "basePath", at)?;
        let path = path.trim_matches('/');
        self.placeholder("basePath", path, at);
        (!path.is_empty()).then(|| format!("/{path}"))
    }
}
