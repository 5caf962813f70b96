//! Resolves a `$ref` to a component of the document, through any chain of references.

use std::collections::BTreeSet;

use openapiv3::{
    Components, Example, Header, OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};

use crate::{
    diagnostic::{Code, Diagnostic},
    pointer::Pointer,
    read::{Document, Excluded},
    suggestion::suggest,
};

/// A resolved node and its pointer.
#[derive(Debug)]
pub struct Resolved<'d, T> {
    /// The node.
    pub item: &'d T,
    /// The pointer of the node, after references.
    pub pointer: Pointer,
    /// The description beside the reference, which overrides the node's description.
    pub description: Option<&'d str>,
}

impl<T> Clone for Resolved<'_, T> {
    fn clone(&self) -> Self {
        Self {
            item: self.item,
            pointer: self.pointer.clone(),
            description: self.description,
        }
    }
}

/// A kind of component that a reference can refer to.
pub trait Component: Sized + 'static {
    /// The key of the kind below `components`.
    const KEY: &'static str;

    /// Returns the component with a name.
    fn find<'d>(components: &'d Components, name: &str) -> Option<&'d ReferenceOr<Self>>;

    /// Returns the names of all components of this kind.
    fn names(components: &Components) -> Vec<&str>;
}

macro_rules! components {
    ($($type:ident = $field:ident, $key:literal;)*) => {$(
        impl Component for $type {
            const KEY: &'static str = $key;

            fn find<'d>(components: &'d Components, name: &str) -> Option<&'d ReferenceOr<Self>> {
                components.$field.get(name)
            }

            fn names(components: &Components) -> Vec<&str> {
                components.$field.keys().map(String::as_str).collect()
            }
        }
    )*};
}

components! {
    Schema = schemas, "schemas";
    Parameter = parameters, "parameters";
    Response = responses, "responses";
    Header = headers, "headers";
    Example = examples, "examples";
    RequestBody = request_bodies, "requestBodies";
    SecurityScheme = security_schemes, "securitySchemes";
}

/// The maximum length of a chain of references.
const MAX_STEPS: usize = 100;

/// Looks up references in a document.
#[derive(Debug, Clone, Copy)]
pub struct Resolver<'d> {
    document: &'d OpenAPI,
    excluded: &'d Excluded,
}

impl<'d> Resolver<'d> {
    /// Looks up references in `document`.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document: &document.openapi,
            excluded: &document.excluded,
        }
    }

    /// Returns the excluded parts of the document.
    pub fn excluded(&self) -> &'d Excluded {
        self.excluded
    }

    /// Returns the document.
    pub fn document(&self) -> &'d OpenAPI {
        self.document
    }

    /// Returns the names of the component schemas.
    pub fn schema_names(&self) -> Vec<String> {
        let components = self.document.components.iter();
        components
            .flat_map(|all| all.schemas.keys().cloned())
            .collect()
    }

    /// Resolves the node at `pointer`.
    ///
    /// # Errors
    ///
    /// Returns an error if a reference is unresolved, cyclic, or doesn't refer to a component.
    pub fn resolve<T: Component>(
        &self,
        node: &'d ReferenceOr<T>,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        match node {
            ReferenceOr::Item(item) => Ok(Resolved {
                item,
                pointer: pointer.clone(),
                description: None,
            }),
            ReferenceOr::Reference { reference } => self.component(reference, pointer),
        }
    }

    /// Resolves the reference at `pointer`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`resolve`](Self::resolve).
    pub fn component<T: Component>(
        &self,
        reference: &'d str,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        let description = self.excluded.descriptions.get(pointer);
        let description = description.map(String::as_str);
        let mut reference = reference;
        let mut at = pointer.clone();
        let mut seen = BTreeSet::new();
        loop {
            let name = self.component_name::<T>(reference, &at)?;
            if seen.len() > MAX_STEPS || !seen.insert(name.clone()) {
                let message = format!("cyclic reference `{reference}`");
                return Err(Diagnostic::warning(
                    Code::CyclicReference,
                    &pointer.child("$ref"),
                    message,
                )
                .help("replace one of the references with a definition"));
            }
            let found = self
                .document
                .components
                .as_ref()
                .and_then(|all| T::find(all, &name));
            let node = found.ok_or_else(|| self.unresolved::<T>(reference, &name, &at))?;
            at = component_pointer::<T>(&name);
            match node {
                ReferenceOr::Item(item) => {
                    return Ok(Resolved {
                        item,
                        pointer: at,
                        description,
                    });
                }
                ReferenceOr::Reference { reference: next } => reference = next,
            }
        }
    }

    /// Returns a path item. OpenAPI 3.0 has no components of path items, so a reference refers to
    /// another file.
    ///
    /// # Errors
    ///
    /// Returns an error if the path item is a reference.
    pub fn path_item(
        &self,
        node: &'d ReferenceOr<PathItem>,
        pointer: &Pointer,
    ) -> Result<&'d PathItem, Diagnostic> {
        match node {
            ReferenceOr::Item(item) => Ok(item),
            ReferenceOr::Reference { reference } => {
                let unresolved = self.excluded.unresolved.get(pointer).cloned();
                Err(unresolved.unwrap_or_else(|| unsupported(reference, pointer)))
            }
        }
    }

    /// Returns the name in a reference to a component of this kind.
    ///
    /// # Errors
    ///
    /// Returns an error if the reference doesn't refer to a component of this kind.
    pub fn component_name<T: Component>(
        &self,
        reference: &str,
        pointer: &Pointer,
    ) -> Result<String, Diagnostic> {
        if let Some(unresolved) = self.excluded.unresolved.get(pointer) {
            return Err(unresolved.clone());
        }
        let Some(target) = Pointer::from_fragment(reference) else {
            return Err(with_loss::<T>(unsupported(reference, pointer)));
        };
        let mut keys = target.keys();
        match (keys.next(), keys.next(), keys.next(), keys.next()) {
            (Some(root), Some(kind), Some(name), None)
                if root == "components" && kind == T::KEY =>
            {
                Ok(name)
            }
            _ => Err(with_loss::<T>(unsupported(reference, pointer))),
        }
    }

    fn unresolved<T: Component>(&self, reference: &str, name: &str, at: &Pointer) -> Diagnostic {
        let at = at.child("$ref");
        if self
            .excluded
            .components
            .contains(&component_pointer::<T>(name))
        {
            let message = format!("expected a valid component, found `{reference}`");
            let found = Diagnostic::warning(Code::InvalidNode, &at, message);
            return with_loss::<T>(found.help("correct the component"));
        }
        let message = format!("unresolved reference `{reference}`");
        let found = Diagnostic::warning(Code::UnresolvedReference, &at, message);
        let names = self
            .document
            .components
            .as_ref()
            .map(T::names)
            .unwrap_or_default();
        with_loss::<T>(match suggest(name, names) {
            Some(other) => found.help(format!("did you mean `#/components/{}/{other}`?", T::KEY)),
            None => found.help(format!("add it below `components/{}`", T::KEY)),
        })
    }
}

/// Adds the consequence of an unresolved reference to the help.
fn with_loss<T: Component>(found: Diagnostic) -> Diagnostic {
    let loss = match T::KEY {
        "schemas" => "its values are raw JSON",
        "parameters" => "the parameter is left out",
        "responses" => "an empty response is assumed",
        "requestBodies" => "the body is bytes",
        "headers" => "the header is left out",
        "examples" => "the example is left out",
        _ => return found,
    };
    found.with_consequence(loss)
}

/// Returns the pointer of a component.
pub fn component_pointer<T: Component>(name: &str) -> Pointer {
    Pointer::root()
        .child("components")
        .child(T::KEY)
        .child(name)
}

fn unsupported(reference: &str, pointer: &Pointer) -> Diagnostic {
    let message =
        format!("unsupported reference `{reference}`: it is not a component of this document");
    Diagnostic::warning(Code::UnsupportedReference, &pointer.child("$ref"), message)
        .help("write it as `#/components/schemas/NAME`")
}
