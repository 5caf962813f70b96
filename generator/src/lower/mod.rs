//! Lowering of a document to an [`Api`]: the only module that knows the meaning of OpenAPI
//! keywords. It validates the document, so that later stages can assume valid input.

mod all_of;
mod direction;
mod enumeration;
mod equal;
mod multipart;
mod operation;
mod schema;
mod union;
mod unused;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    document,
    ir::{
        Alternative, Api, Info, Owner, RawJson, SecurityScheme, Tag, TypeDef, TypeId, TypeKind,
        TypeRef, Values,
    },
    pointer::Pointer,
    read::Document,
    resolve::Resolver,
    settings::Settings,
};

use operation::server::Servers;
use schema::Typed;
pub use union::inherit::InheritanceGraph;

/// Lowers the selected operations of a document and the components that they refer to.
pub fn lower(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let resolver = Resolver::new(document);
    let operation::select::DocumentOperations {
        selected,
        documented,
        mut skipped,
        has_security,
    } = operation::select::select(resolver, settings, diagnostics);
    let inheritance = InheritanceGraph::of(resolver);
    let mut lowering = Lowering::new(resolver, settings, &inheritance, diagnostics);
    lowering.general_servers();
    lowering.security = lowering.security_schemes();
    lowering.requirements = lowering.document_requirements();
    lowering.has_security = has_security;
    let mut operations = lowering.operations(&selected, &mut skipped);
    lowering.report_unlisted();
    let servers = std::mem::take(&mut lowering.servers);
    let security = std::mem::take(&mut lowering.security);
    let requirements = lowering.requirements.take().unwrap_or_default();
    let raw = lowering.all_raw();
    let mut types = lowering.finish();
    multipart::form::remove_nulls(&mut types, &mut operations);
    let types = equal::merge_in_components(types, &mut operations);
    let types = direction::split(types, &mut operations);
    let types = equal::merge(types, &mut operations);
    Api {
        info: Info {
            title: openapi.info.title.clone(),
            version: openapi.info.version.clone(),
            description: openapi.info.description.clone(),
            links: info_links(openapi),
        },
        tags: openapi.tags.iter().map(tag).collect(),
        servers: servers.into_values().collect(),
        security: security.into_values().collect(),
        requirements,
        raw,
        types,
        operations,
        skipped,
        documented,
        component_names: resolver.schema_names(),
    }
}

/// Returns the pointers of the selected operations, and `true` if any operation of the document
/// requires a security scheme.
pub fn select_operations(
    document: &Document,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> (Vec<Pointer>, bool) {
    let found = operation::select::select(Resolver::new(document), settings, diagnostics);
    let pointers = found.selected.into_iter().map(|selected| selected.pointer);
    (pointers.collect(), found.has_security)
}

fn tag(tag: &document::Tag) -> Tag {
    Tag {
        name: tag.name.clone(),
        description: tag.description.clone(),
        external_docs: tag.external_docs.as_ref().map(external_docs),
    }
}

/// Returns the description and the URL.
fn external_docs(docs: &document::ExternalDocumentation) -> (Option<String>, String) {
    (docs.description.clone(), docs.url.clone())
}

/// Returns the labels and URLs of the terms of service, the contact and the license.
fn info_links(openapi: &document::OpenApi) -> Vec<(String, String)> {
    let info = &openapi.info;
    let mut links = Vec::new();
    if let Some(docs) = &openapi.external_docs {
        let label = docs.description.as_deref().unwrap_or("More");
        links.push((label.to_owned(), docs.url.clone()));
    }
    if let Some(terms) = &info.terms_of_service {
        links.push(("Terms of service".to_owned(), terms.clone()));
    }
    if let Some(contact) = &info.contact {
        let name = contact.name.clone().unwrap_or_else(|| "Contact".to_owned());
        let mail = contact.email.as_ref().map(|mail| format!("mailto:{mail}"));
        let urls = contact.url.iter().cloned().chain(mail);
        let mut contacts: Vec<_> = urls.map(|url| (format!("Contact: {name}"), url)).collect();
        if contacts.is_empty() {
            contacts.push((format!("Contact: {name}"), String::new()));
        }
        links.extend(contacts);
    }
    if let Some(license) = &info.license {
        let url = license.url.clone().unwrap_or_default();
        links.push((
            format!("License of the API's description: {}", license.name),
            url,
        ));
    }
    links
}

/// The state of the lowering of a document.
struct Lowering<'d, 'r> {
    resolver: Resolver<'d>,
    settings: &'r Settings,
    inheritance: &'r InheritanceGraph<'d>,
    diagnostics: &'r mut Diagnostics,
    /// The types so far. The index of a component is reserved before the component is lowered,
    /// since its schema may be recursive.
    types: Vec<Option<TypeDef>>,
    components: BTreeMap<String, TypeId>,
    /// The components with a reserved index that aren't lowered yet.
    pending: Vec<String>,
    /// The inline enumerations of each owner, which share a type. The key of a long enumeration
    /// contains the property.
    enumerations: BTreeMap<(Owner, Values, String), TypeId>,
    /// The types of inline schemas in shared components, by pointer. The number is the length of
    /// `types` after the schema was lowered.
    shared: BTreeMap<Pointer, (Typed, usize)>,
    /// The schemas that are typed as raw JSON, with the reason.
    raw: IndexMap<Pointer, String>,
    /// The inline schemas, by pointer and owner.
    inline: BTreeMap<(Pointer, Owner), InlineState>,
    /// The unions whose variants are being examined, the outermost first.
    open_unions: Vec<Pointer>,
    /// The types of inline schemas with several paths.
    reused: BTreeSet<TypeId>,
    /// The properties in the settings that match a property of a type.
    configured: BTreeSet<String>,
    /// The multipart object that is being lowered, and its properties that are files.
    opaque: (Pointer, BTreeMap<String, TypeRef>),
    /// The distinct top-level servers, then the servers of operations.
    servers: Servers,
    /// The security schemes that a client can have credentials for, by name.
    security: IndexMap<String, SecurityScheme>,
    /// The security requirements of the document itself.
    requirements: Option<Vec<Alternative>>,
    /// `true` if an operation of the document, selected or not, requires a security scheme.
    has_security: bool,
}

/// The state of an inline schema.
#[derive(Clone, Copy)]
enum InlineState {
    /// The schema is being lowered. A recursive reference reserves its type.
    Open(Option<TypeId>),
    /// The schema has this type, and is nullable or not.
    Done(TypeId, bool),
}

/// A state of the lowering to return to when an operation can't be generated.
struct Checkpoint {
    types: usize,
    raw: usize,
}

impl<'d, 'r> Lowering<'d, 'r> {
    fn new(
        resolver: Resolver<'d>,
        settings: &'r Settings,
        inheritance: &'r InheritanceGraph<'d>,
        diagnostics: &'r mut Diagnostics,
    ) -> Self {
        Self {
            resolver,
            settings,
            inheritance,
            diagnostics,
            types: Vec::new(),
            components: BTreeMap::new(),
            pending: Vec::new(),
            enumerations: BTreeMap::new(),
            shared: BTreeMap::new(),
            raw: IndexMap::new(),
            inline: BTreeMap::new(),
            open_unions: Vec::new(),
            reused: BTreeSet::new(),
            configured: BTreeSet::new(),
            opaque: (Pointer::root(), BTreeMap::new()),
            servers: Servers::new(),
            security: IndexMap::new(),
            requirements: None,
            has_security: false,
        }
    }

    fn add(&mut self, definition: TypeDef) -> TypeId {
        self.types.push(Some(definition));
        TypeId(self.types.len() - 1)
    }

    fn reserve(&mut self) -> TypeId {
        reserve(&mut self.types)
    }

    fn fill(&mut self, id: TypeId, definition: TypeDef) {
        if let Some(slot) = self.types.get_mut(id.0) {
            *slot = Some(definition);
        }
    }

    /// Returns the current state. Pending components are lowered first, so that a later rollback
    /// keeps their types.
    fn checkpoint(&mut self) -> Checkpoint {
        self.drain();
        Checkpoint {
            types: self.types.len(),
            raw: self.raw.len(),
        }
    }

    fn roll_back(&mut self, checkpoint: &Checkpoint) {
        if self.types.len() == checkpoint.types && self.raw.len() == checkpoint.raw {
            return;
        }
        self.types.truncate(checkpoint.types);
        self.raw.truncate(checkpoint.raw);
        self.reused.retain(|id| id.0 < checkpoint.types);
        self.components.retain(|_, id| id.0 < checkpoint.types);
        self.inline.retain(
            |_, inline| matches!(inline, InlineState::Done(id, _) if id.0 < checkpoint.types),
        );
        self.enumerations.retain(|_, id| id.0 < checkpoint.types);
        self.shared
            .retain(|_, (_, types)| *types <= checkpoint.types);
        let components = &self.components;
        self.pending.retain(|name| components.contains_key(name));
    }

    /// Lowers the pending components and the components that they refer to.
    fn drain(&mut self) {
        while let Some(name) = self.pending.pop() {
            if let Some(id) = self.components.get(&name).copied() {
                let definition = self.component_definition(&name);
                self.fill(id, definition);
            }
        }
    }

    /// Returns the schemas that are typed as raw JSON.
    fn all_raw(&self) -> Vec<RawJson> {
        let raw = self.raw.iter();
        raw.map(|(pointer, reason)| RawJson {
            pointer: pointer.clone(),
            reason: reason.clone(),
        })
        .collect()
    }

    /// Returns the types in the order of their first reference. Invariant: every reserved index is
    /// filled. If it is broken, the type is raw JSON, so that other indexes stay valid.
    fn finish(mut self) -> Vec<TypeDef> {
        schema::inline::separate_parts(&mut self.types, &self.components);
        schema::inline::assign_paths(&mut self.types, &self.reused);
        let raw = || TypeDef {
            pointer: Pointer::root(),
            owner: Owner::Component(String::new()),
            uses: Vec::new(),
            other_uses: Vec::new(),
            direction: None,
            docs: crate::ir::Docs::default(),
            kind: TypeKind::Alias(TypeRef::Json),
        };
        let types = self.types.into_iter().map(|slot| {
            let mut definition = slot.unwrap_or_else(|| {
                let message = "a type was referred to, but never lowered; it is raw JSON here";
                let found = Diagnostic::internal(&Pointer::root(), message);
                self.diagnostics.report(found);
                raw()
            });
            definition.pointer = self.resolver.type_pointer(definition.pointer);
            definition
        });
        types.collect()
    }
}

fn reserve(types: &mut Vec<Option<TypeDef>>) -> TypeId {
    types.push(None);
    TypeId(types.len() - 1)
}
