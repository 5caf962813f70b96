//! Files of component schemas: a component with the inline types that it owns.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Emitter, comment, formatted, ident, operation::feature::cfg, ty::File};
use crate::{
    format::Items,
    ir::{TypeDef, TypeId, TypeKind, TypeRef},
    parallel,
};

impl<'a> Emitter<'a> {
    /// Emits the files of the `models` module.
    pub(in crate::emit) fn models(&self, files: &mut BTreeMap<String, String>) {
        let mut modules: BTreeMap<&'a str, Vec<TypeId>> = BTreeMap::new();
        for (index, names) in self.names.types.iter().enumerate() {
            if let Some(module) = &names.module {
                modules.entry(module).or_default().push(TypeId(index));
            }
        }
        let all: Vec<(&&str, &Vec<TypeId>)> = modules.iter().collect();
        files.extend(parallel::map(&all, |(module, ids)| {
            let path = format!("models/{}.rs", module.trim_start_matches("r#"));
            (path, self.model(module, ids))
        }));
        files.insert("models/mod.rs".to_owned(), self.model_list(&modules));
    }

    fn model_list(&self, modules: &BTreeMap<&'a str, Vec<TypeId>>) -> String {
        let docs = "Component schemas and their inline types.";
        let features = self.model_features(modules);
        let condition = |module: &str| features.get(module).map(cfg);
        let declarations = modules.keys().map(|module| {
            let condition = condition(module);
            let module = ident(module);
            quote!(#condition mod #module;)
        });
        let exports = modules.iter().map(|(module, ids)| {
            let condition = condition(module);
            let module = ident(module);
            let names = ids.iter().filter_map(|id| {
                let names = self.type_names(id.0)?;
                let arguments = self.analysis.is_sent(*id).then_some(&names.arguments);
                Some([Some(&names.ident), arguments].into_iter().flatten())
            });
            let mut names: Vec<&str> = names.flatten().map(String::as_str).collect();
            names.retain(|name| !name.is_empty());
            names.sort_unstable();
            let names = names.into_iter().map(ident);
            quote!(#condition pub use #module::{#(#names),*};)
        });
        let items: Vec<TokenStream> = declarations.chain(exports).collect();
        self.source(&[docs.to_owned()], items)
    }

    fn model(&self, module: &str, ids: &[TypeId]) -> String {
        let file = File::Model(module);
        let mut items = Vec::new();
        let mut ordered: Vec<(TypeId, &TypeDef)> = ids
            .iter()
            .filter_map(|id| self.api.type_def(*id).map(|definition| (*id, definition)))
            .collect();
        // The component precedes its inline types, which are ordered by location.
        ordered.sort_by_key(|(_, definition)| {
            (definition.uses.first().cloned(), definition.pointer.clone())
        });
        for (id, definition) in ordered {
            items.extend(self.type_items(id, definition, file));
        }
        let items = Items::parse(items);
        let used = items.used_modules(&["json", "runtime"]);
        let import = match (used.contains("json"), used.contains("runtime")) {
            (true, true) => quote!(
                use super::super::runtime::{self, json};
            ),
            (true, false) => quote!(
                use super::super::runtime::json;
            ),
            (false, true) => quote!(
                use super::super::runtime;
            ),
            (false, false) => return self.source(&[], Vec::new()) + &formatted(items),
        };
        self.source(&[], vec![import]) + "\n" + &formatted(items)
    }

    /// Emits the items of a type.
    pub(in crate::emit) fn type_items(
        &self,
        id: TypeId,
        definition: &TypeDef,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        match &definition.kind {
            TypeKind::Object(object) => self.object(id, definition, object, file),
            TypeKind::Enumeration(values, docs) => self.enumeration(id, definition, values, docs),
            TypeKind::Union(union) if !union.is_discriminated() => {
                self.overlap(id, definition, union, file)
            }
            TypeKind::Union(union) => self.union(id, definition, union, file),
            TypeKind::Alias(ty) if self.analysis.is_container(id) => {
                let names = self.type_names(id.0);
                names.map_or_else(Vec::new, |names| {
                    self.container(id, definition, &names.ident, ty, file)
                })
            }
            TypeKind::Alias(ty) => self.alias(id, definition, ty, file),
            TypeKind::Contents(contents) => self.contents(id, contents, file),
        }
    }

    fn alias(
        &self,
        id: TypeId,
        definition: &TypeDef,
        ty: &TypeRef,
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let Some(names) = self.type_names(id.0) else {
            return Vec::new();
        };
        let name = ident(&names.ident);
        let docs = comment::comment(&comment::definition(
            definition,
            &names.ident,
            &self.origin(definition),
        ));
        let ty = if self.analysis.is_infinitely_recursive(id) {
            quote!(serde_json::Value)
        } else {
            self.ty(ty, file)
        };
        vec![quote! {
            #docs
            pub type #name = #ty;
        }]
    }
}
