//! Files of tags, each with the operations of a tag.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{
    Emitter, formatted,
    operation::{OperationContext, page::tag_page},
};
use crate::{
    format::Items,
    ir::{self, Operation},
    parallel,
};

/// The modules that the file of a tag may import.
const SIBLINGS: [&str; 4] = ["json", "models", "security", "servers"];

/// The code of a tag or of an operation.
#[derive(Default)]
struct Tag<'a> {
    /// The name of the tag; `None` for operations without tags.
    name: Option<&'a str>,
    /// The used modules of [`SIBLINGS`].
    used: BTreeSet<&'static str>,
    code: String,
}

impl Tag<'_> {
    fn append(&mut self, other: Self) {
        self.name = self.name.or(other.name);
        if !self.code.is_empty() {
            self.code.push('\n');
        }
        self.code.push_str(&other.code);
        self.used.extend(other.used);
    }
}

impl<'a> Emitter<'a> {
    /// Emits the files of all tags.
    pub(in crate::emit) fn tags(&self, files: &mut BTreeMap<String, String>) {
        let all: Vec<usize> = (0..self.api.operations.len()).collect();
        let mut described: BTreeMap<&str, &ir::Tag> = BTreeMap::new();
        for tag in &self.api.tags {
            described.entry(&tag.name).or_insert(tag);
        }
        let mut tags: BTreeMap<&str, Tag<'_>> = BTreeMap::new();
        for (module, tag) in parallel::map(&all, |index| self.written(*index))
            .into_iter()
            .flatten()
        {
            tags.entry(module).or_default().append(tag);
        }
        for (module, tag) in tags {
            let path = format!("{}.rs", module.trim_start_matches("r#"));
            let described = tag.name.and_then(|name| described.get(name).copied());
            let page = tag_page(tag.name, described);
            let text = self.source(&page, vec![import(&tag.used)]);
            files.insert(path, text + "\n" + &tag.code);
        }
    }

    /// Returns the code of an operation and its module.
    fn written(&self, index: usize) -> Option<(&str, Tag<'_>)> {
        let operation = self.api.operations.get(index)?;
        let names = self.operation_names(index)?;
        let items = Items::parse(self.operation(index, &OperationContext { operation, names }));
        let tag = Tag {
            name: operation.tag.as_deref(),
            used: items.used_modules(&SIBLINGS),
            code: formatted(items),
        };
        Some((&names.module, tag))
    }

    /// Returns the modules of the tags in alphabetical order.
    pub(in crate::emit) fn modules(&self) -> Vec<&'a str> {
        self.modules_with(|_| true)
    }

    /// Returns the modules of the tags with an operation that satisfies a condition.
    pub(in crate::emit) fn modules_with(&self, such: impl Fn(&Operation) -> bool) -> Vec<&'a str> {
        let operations = self.api.operations.iter().zip(&self.names.operations);
        let mut modules: Vec<&'a str> = operations
            .filter(|(operation, _)| such(operation))
            .map(|(_, names)| names.module.as_str())
            .collect();
        modules.sort_unstable();
        modules.dedup();
        modules
    }

    /// Returns the operations of each module.
    pub(in crate::emit) fn by_module(&self) -> BTreeMap<&'a str, Vec<&'a Operation>> {
        let mut found: BTreeMap<&'a str, Vec<&'a Operation>> = BTreeMap::new();
        for (operation, names) in self.api.operations.iter().zip(&self.names.operations) {
            found.entry(&names.module).or_default().push(operation);
        }
        found
    }
}

/// Returns the imports of the file of a tag.
fn import(used: &BTreeSet<&str>) -> TokenStream {
    let uses = |name: &str| used.contains(name);
    let runtime = match uses("json") {
        true => quote!(runtime::{self, json}),
        false => quote!(runtime),
    };
    let models = uses("models").then(|| quote!(models,));
    let security = uses("security").then(|| quote!(, security));
    let servers = uses("servers").then(|| quote!(, servers));
    if models.is_some() || security.is_some() || servers.is_some() {
        quote!(use super::{#models #runtime #security #servers};)
    } else {
        quote!(use super::#runtime;)
    }
}
