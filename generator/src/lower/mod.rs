//! From the document to an [`Api`]: the only room that knows OpenAPI. It checks as it goes, so that
//! what comes after may assume valid input.

mod accept;
mod body;
mod bound;
mod constant;
mod constraints;
mod content;
mod contradiction;
mod direction;
mod discriminate;
mod discriminator;
mod equal;
mod format;
mod header;
mod inherit;
mod inline;
mod json_values;
mod listed_value;
mod literal;
mod member;
mod merge;
mod message;
mod narrow;
mod null;
mod number;
mod objects;
mod operation;
mod overlap;
mod parameter;
mod part;
mod part_union;
mod property;
mod query_string;
mod scalar;
mod schema;
mod schema_keywords;
mod security;
mod segment;
mod select;
mod server;
mod style;
mod union;
mod unused;
mod value_set;
mod variant;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use indexmap::IndexMap;
use serde_json::Value;

use crate::{
    diagnostic::Diagnostics,
    ir::{
        Alternative, Api, DirectionFilter, Info, Owner, RawJson, SecurityScheme, Tag, TypeDef,
        TypeId, TypeKind, TypeRef, Values,
    },
    pointer::Pointer,
    read::{Document, Sources},
    resolve::Resolver,
    settings::Settings,
};

pub use inherit::InheritanceGraph;
use schema::Typed;
use server::Servers;

/// Lowers the operations of a document that are wanted and the components that they reach.
pub fn lower(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let resolver = Resolver::new(document);
    let select::DocumentOperations {
        selected,
        documented,
        mut skipped,
        has_security,
    } = select::select(resolver, settings, diagnostics);
    let inheritance = InheritanceGraph::of(resolver);
    let mut lowering = Lowering::new(resolver, settings, &inheritance, diagnostics);
    lowering.sources = Some(&document.sources);
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
    let types = direction::split(lowering.finish(), &mut operations);
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

/// The places of the selected operations, and `true` if any operation of the document requires a
/// security scheme.
pub fn is_selected(
    document: &Document,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> (Vec<Pointer>, bool) {
    let found = select::select(Resolver::new(document), settings, diagnostics);
    let pointers = found.selected.into_iter().map(|selected| selected.pointer);
    (pointers.collect(), found.has_security)
}

fn tag(tag: &openapiv3::Tag) -> Tag {
    Tag {
        name: tag.name.clone(),
        description: tag.description.clone(),
        external_docs: tag.external_docs.as_ref().map(external_docs),
    }
}

/// A page elsewhere: description and URL.
fn external_docs(docs: &openapiv3::ExternalDocumentation) -> (Option<String>, String) {
    (docs.description.clone(), docs.url.clone())
}

/// Where the document leads for terms, contact and license.
fn info_links(openapi: &openapiv3::OpenAPI) -> Vec<(String, String)> {
    let info = &openapi.info;
    let mut links = Vec::new();
    if let Some(docs) = &openapi.external_docs {
        let text = docs.description.as_deref().unwrap_or("More");
        links.push((text.to_owned(), docs.url.clone()));
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

/// What is known while a document is lowered.
struct Lowering<'d, 'r> {
    resolver: Resolver<'d>,
    settings: &'r Settings,
    inheritance: &'r InheritanceGraph<'d>,
    diagnostics: &'r mut Diagnostics,
    /// The types so far. A component's place is taken before it is lowered, since it may reach
    /// itself.
    types: Vec<Option<TypeDef>>,
    components: BTreeMap<String, TypeId>,
    /// Components whose place is taken and that aren't lowered yet.
    pending: Vec<String>,
    /// Inline enumerations that one owner has once: short ones, and longer ones by their property.
    enumerations: BTreeMap<(Owner, Values, String), TypeId>,
    /// The types of schemas that components say inline and operations share, by place, each with
    /// how many types there were after it.
    shared: BTreeMap<Pointer, (Typed, usize)>,
    /// What is typed as raw JSON so far, and why.
    raw: IndexMap<Pointer, String>,
    /// The inline schemas, by place and owner.
    inline: BTreeMap<(Pointer, Owner), InlineState>,
    /// The unions whose variants are being looked at.
    open_unions: Vec<Pointer>,
    /// The types of inline schemas that are come to in more than one way.
    reused: BTreeSet<TypeId>,
    /// The properties that the settings list and a type has.
    configured: BTreeSet<String>,
    /// The object of parts that is lowered, and those of its properties that the caller writes.
    opaque: (Pointer, BTreeMap<String, TypeRef>),
    /// The servers of the document, then those of its operations, each once.
    servers: Servers,
    /// The security schemes that a client can have credentials for, by name.
    security: IndexMap<String, SecurityScheme>,
    /// The security requirements of the document itself.
    requirements: Option<Vec<Alternative>>,
    /// `true` if an operation of the document, selected or not, requires a security scheme.
    has_security: bool,
    /// The texts of the document, for what its model doesn't keep.
    sources: Option<&'d Sources>,
    /// Those texts as trees, once they are asked for.
    trees: OnceCell<Vec<Option<Value>>>,
}

/// How far an inline schema is.
#[derive(Clone, Copy)]
enum InlineState {
    /// It is being lowered, and has a type already if it was come to again meanwhile.
    Open(Option<TypeId>),
    /// It is of this type, and may be null or not.
    Done(TypeId, bool),
}

/// How far a lowering was: an operation that turns out to be impossible takes its types with it.
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
            sources: None,
            trees: OnceCell::new(),
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

    /// Where the lowering is. What was reached before is lowered first: it stays, whatever becomes of
    /// what comes now.
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

    /// Lowers the components that were reached, and those that they reach.
    fn drain(&mut self) {
        while let Some(name) = self.pending.pop() {
            if let Some(id) = self.components.get(&name).copied() {
                let definition = self.component_definition(&name);
                self.fill(id, definition);
            }
        }
    }

    /// What is typed as raw JSON.
    fn all_raw(&self) -> Vec<RawJson> {
        let raw = self.raw.iter();
        raw.map(|(pointer, reason)| RawJson {
            pointer: pointer.clone(),
            reason: reason.clone(),
        })
        .collect()
    }

    /// The types in the order of first reach. A place that wasn't filled can't happen; it would be
    /// raw JSON, so that the indexes of the others stay right.
    fn finish(mut self) -> Vec<TypeDef> {
        inline::assign_paths(&mut self.types, &self.reused);
        let raw = || TypeDef {
            pointer: Pointer::root(),
            owner: Owner::Component(String::new()),
            uses: Vec::new(),
            direction: DirectionFilter::Both,
            docs: crate::ir::Docs::default(),
            kind: TypeKind::Alias(TypeRef::Json),
        };
        let is_later = !self.resolver.document().openapi.starts_with("3.0");
        let types = self.types.into_iter().map(|slot| {
            let mut definition = slot.unwrap_or_else(raw);
            // Swagger 2.0 is shown as the 3.0 that it is converted to.
            if let Some(sources) = self.sources.filter(|_| is_later) {
                definition.pointer = sources.before(&definition.pointer);
            }
            definition
        });
        types.collect()
    }
}

fn reserve(types: &mut Vec<Option<TypeDef>>) -> TypeId {
    types.push(None);
    TypeId(types.len() - 1)
}
