//! Features for tags: the operations of a tag, and the models that they use.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Emitter;
use crate::{
    analysis::{every_type, types_of},
    ir::TypeId,
    manifest::ALL_TAGS,
    settings::{Feature, Layout},
};

/// The maximum number of features that enable a model. A model that more tags use is always
/// enabled: few clients could omit the model, and its list of features would be longer than many
/// models.
const MAX_TAGS: usize = 8;

impl<'a> Emitter<'a> {
    /// Returns the features of tags, by module; empty for a single tag, and for the modules layout,
    /// since only the user's crate can declare features.
    pub(in crate::emit) fn tag_features(&self) -> BTreeMap<&'a str, String> {
        let modules = self.modules();
        if modules.len() < 2 || self.settings.layout != Layout::Crate {
            return BTreeMap::new();
        }
        let all: BTreeSet<String> = modules.iter().map(|module| hyphened(module)).collect();
        let mut features: BTreeMap<&str, String> = BTreeMap::new();
        for module in &modules {
            let own = hyphened(module);
            let is_taken = ["default", ALL_TAGS].contains(&own.as_str())
                || Feature::ALL.iter().any(|other| other.as_str() == own);
            let mut name = own;
            // If the derived name of a tag equals the name of another tag, the other tag keeps the
            // name.
            while is_taken && all.contains(&name) {
                name += "-tag";
            }
            features.insert(module, name);
        }
        features
    }

    /// Returns the features that enable a model, by module. Models that aren't listed are always
    /// enabled.
    pub(in crate::emit) fn model_features(
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
        // Models that no operation uses are always enabled, like the models that they refer to.
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

    /// Returns the modules of the models that types use.
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
            // A feature enables a module as a whole.
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

/// Returns the feature name of a module, in `kebab-case`.
fn hyphened(module: &str) -> String {
    module.trim_start_matches("r#").replace('_', "-")
}

/// Returns the `cfg` attribute for any of these features.
pub(in crate::emit) fn cfg<'f>(features: impl IntoIterator<Item = &'f String>) -> TokenStream {
    let features: Vec<&String> = features.into_iter().collect();
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}
