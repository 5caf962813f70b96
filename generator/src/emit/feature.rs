//! A feature for each tag: its operations, and the models that they need.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::Emitter;
use crate::{
    analysis::{every_type, types_of},
    ir::TypeId,
    settings::{Feature, Layout},
};

/// A model that more tags need comes with all of them: who needs few has hardly more of them, and
/// the list of its features would be longer than many models.
const MAX_TAGS: usize = 8;

impl<'a> Emitter<'a> {
    /// The features of tags, by module. There are none for a single tag, nor in modules, whose
    /// features would be those of the user's crate.
    pub(super) fn tag_features(&self) -> BTreeMap<&'a str, String> {
        let modules = self.modules();
        if modules.len() < 2 || self.settings.layout != Layout::Crate {
            return BTreeMap::new();
        }
        let all: BTreeSet<String> = modules.iter().map(|module| hyphened(module)).collect();
        let mut features: BTreeMap<&str, String> = BTreeMap::new();
        for module in &modules {
            let own = hyphened(module);
            let is_taken = own == "default" || Feature::ALL.iter().any(|other| other.text() == own);
            let mut name = own;
            // A tag that is called by the name that another one would have keeps it.
            while is_taken && all.contains(&name) {
                name += "-tag";
            }
            features.insert(module, name);
        }
        features
    }

    /// The features of which one is needed for a model, by its module; those that aren't listed are
    /// always there.
    pub(super) fn model_features(
        &self,
        models: &BTreeMap<&'a str, Vec<TypeId>>,
    ) -> BTreeMap<&'a str, BTreeSet<String>> {
        let mut features: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let tags = self.tag_features();
        let operations = self.by_module();
        for (module, feature) in &tags {
            let operations = operations.get(module).into_iter().flatten();
            let types = operations.flat_map(|operation| types_of(operation));
            for model in self.reached(models, types.collect()) {
                features.entry(model).or_default().insert(feature.clone());
            }
        }
        // What nothing reaches is always there, with all that it needs.
        let idle = models
            .iter()
            .filter(|(model, _)| !features.contains_key(*model));
        let idle = idle.flat_map(|(_, ids)| ids.iter().copied()).collect();
        for model in self.reached(models, idle) {
            features.remove(model);
        }
        features.retain(|_, needed| needed.len() <= MAX_TAGS && needed.len() < tags.len());
        features
    }

    /// The modules of models that types need.
    fn reached(
        &self,
        models: &BTreeMap<&'a str, Vec<TypeId>>,
        types: Vec<TypeId>,
    ) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = types;
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            every_type(self.api, id, &mut open);
            // A module comes as a whole.
            if let Some(module) = self
                .type_names(id.0)
                .and_then(|names| names.module.as_deref())
                && reached.insert(module)
            {
                open.extend(models.get(module).into_iter().flatten());
            }
        }
        reached
    }
}

/// The name of a module as that of a feature, in `kebab-case`.
fn hyphened(module: &str) -> String {
    module.trim_start_matches("r#").replace('_', "-")
}

/// The condition that one of these features is on.
pub(super) fn cfg<'f>(features: impl IntoIterator<Item = &'f String>) -> TokenStream {
    let features: Vec<&String> = features.into_iter().collect();
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}
