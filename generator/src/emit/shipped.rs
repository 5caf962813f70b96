//! The runtime: source files that are compiled and tested in this crate, and copied to the output
//! unchanged.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use super::{Emitter, code, ident};
use crate::{
    ir::{Secrecy, TypeKind},
    settings::{Feature, Layout, Secrets, Tolerance, ValueKind},
};

macro_rules! shipped {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!("../", $path)))),*]
    };
}

/// The files by their paths, which are the same in this crate and in the output.
const RUNTIME: &[(&str, &str)] = shipped![
    "runtime/any_error.rs",
    "runtime/any_value.rs",
    "runtime/base_url.rs",
    "runtime/blocking.rs",
    "runtime/blocking/body.rs",
    "runtime/body.rs",
    "runtime/build_error.rs",
    "runtime/call_error.rs",
    "runtime/call_info.rs",
    "runtime/client.rs",
    "runtime/concat.rs",
    "runtime/constant.rs",
    "runtime/credentials.rs",
    "runtime/date.rs",
    "runtime/decode.rs",
    "runtime/decode_error.rs",
    "runtime/deserializer.rs",
    "runtime/discriminator.rs",
    "runtime/error.rs",
    "runtime/exchange.rs",
    "runtime/exclusive.rs",
    "runtime/explain.rs",
    "runtime/form.rs",
    "runtime/integer.rs",
    "runtime/items.rs",
    "runtime/json.rs",
    "runtime/json_text.rs",
    "runtime/link.rs",
    "runtime/locate.rs",
    "runtime/media_type.rs",
    "runtime/mod.rs",
    "runtime/multipart.rs",
    "runtime/operation.rs",
    "runtime/options.rs",
    "runtime/paging.rs",
    "runtime/properties.rs",
    "runtime/raw_exchange.rs",
    "runtime/read_error.rs",
    "runtime/reader.rs",
    "runtime/redirect.rs",
    "runtime/request.rs",
    "runtime/request_body.rs",
    "runtime/request_error.rs",
    "runtime/response.rs",
    "runtime/response_headers.rs",
    "runtime/retry.rs",
    "runtime/retry_after.rs",
    "runtime/secret.rs",
    "runtime/secret_names.rs",
    "runtime/secret_settings.rs",
    "runtime/security.rs",
    "runtime/server.rs",
    "runtime/settings.rs",
    "runtime/simple.rs",
    "runtime/skip_index.rs",
    "runtime/style.rs",
    "runtime/tolerance.rs",
    "runtime/transport.rs",
    "runtime/transport_error.rs",
    "runtime/undocumented_request.rs",
    "runtime/union.rs",
    "runtime/unrecognized.rs",
    "runtime/uri.rs",
    "runtime/value.rs",
];
const REQWEST: &[(&str, &str)] = shipped!["transports/reqwest.rs",];
const UREQ: &[(&str, &str)] = shipped!["transports/ureq.rs",];

impl Emitter<'_> {
    /// Emits the runtime and the transports.
    pub(super) fn shipped(&self, files: &mut BTreeMap<String, String>) {
        let reqwest = self.has(Feature::Reqwest).then_some(REQWEST);
        let ureq = self.has(Feature::Ureq).then_some(UREQ);
        let shipped = [Some(RUNTIME), reqwest, ureq]
            .into_iter()
            .flatten()
            .flatten();
        files.extend(shipped.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        self.tolerance(files);
        self.secret_names(files);
    }

    /// Adds the secret names of the settings and of the document.
    fn secret_names(&self, files: &mut BTreeMap<String, String>) {
        let Some(text) = files.get_mut("runtime/secret_settings.rs") else {
            return;
        };
        let Secrets { add, remove } = &self.settings.secrets;
        let declared: Vec<String> = self.declared_secrets().into_iter().collect();
        for (name, names) in [("ADDED", add), ("REMOVED", remove), ("DECLARED", &declared)] {
            let constant = format!("pub(crate) const {name}: &[&str] = ");
            let name = ident(name);
            let code = code(vec![
                quote!(pub(crate) const #name: &[&str] = &[#(#names),*];),
            ]);
            *text = text.replace(&format!("{constant}&[];\n"), &code);
        }
    }

    /// Returns the names of secrets in lower case that the runtime doesn't recognize by their
    /// words.
    fn declared_secrets(&self) -> BTreeSet<String> {
        let types = self.api.types.iter();
        let objects = types.filter_map(|definition| match &definition.kind {
            TypeKind::Object(object) => Some(&object.fields),
            _ => None,
        });
        let fields = objects
            .flatten()
            .map(|field| (&field.json_name, field.secrecy));
        let operations = || self.api.operations.iter();
        let parameters = operations().flat_map(|operation| &operation.parameters);
        let parameters = parameters.map(|parameter| (&parameter.name, parameter.secrecy));
        let responses = operations().flat_map(|operation| &operation.responses);
        let headers = responses.flat_map(|response| &response.headers);
        let headers = headers.map(|header| (&header.name, header.secrecy));
        let secrets = fields.chain(parameters).chain(headers);
        let secrets = secrets.filter(|(name, secrecy)| {
            let by_name = self.settings.secrets.contains(name, ValueKind::Other);
            *secrecy == Secrecy::Secret && !by_name
        });
        secrets.map(|(name, _)| name.to_lowercase()).collect()
    }

    /// Sets the constants of the runtime.
    fn tolerance(&self, files: &mut BTreeMap<String, String>) {
        let Tolerance {
            null_as_empty,
            undocumented_media_types,
            times_without_offset,
            ..
        } = self.settings.tolerance;
        let Some(text) = files.get_mut("runtime/tolerance.rs") else {
            return;
        };
        for (name, is_on) in [
            ("NULL_AS_EMPTY", null_as_empty),
            ("UNDOCUMENTED_MEDIA_TYPES", undocumented_media_types),
            ("TIMES_WITHOUT_OFFSET", times_without_offset),
        ] {
            let default = format!("{name}: bool = {};", !is_on);
            *text = text.replace(&default, &format!("{name}: bool = {is_on};"));
        }
    }

    /// Returns `true` if a transport is part of the output. A crate has every transport, each
    /// behind a feature.
    pub(super) fn has(&self, feature: Feature) -> bool {
        match self.settings.layout {
            Layout::Crate => true,
            Layout::Modules => self.settings.features.contains(&feature),
        }
    }
}
