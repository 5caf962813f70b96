//! Resolves a `$ref` to a component of the document, through any chain of references.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic},
    document::{
        Components, Example, Header, OpenApi, Parameter, PathItem, Reference, ReferenceOr,
        RequestBody, Response, Schema, SecurityScheme,
    },
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
    document: &'d Document,
}

impl<'d> Resolver<'d> {
    /// Looks up references in `document`.
    pub fn new(document: &'d Document) -> Self {
        Self { document }
    }

    /// Returns the excluded parts of the document.
    pub fn excluded(&self) -> &'d Excluded {
        &self.document.excluded
    }

    /// Returns the document.
    pub fn document(&self) -> &'d OpenApi {
        &self.document.openapi
    }

    /// Returns the pointer of a node in the document as its author wrote it.
    pub fn written(&self, pointer: &Pointer) -> Pointer {
        self.document.sources.before(pointer)
    }

    /// Returns the pointer of the type of a schema.
    pub fn type_pointer(&self, schema: Pointer) -> Pointer {
        self.document.sources.type_pointer(schema)
    }

    /// Returns the names of the component schemas.
    pub fn schema_names(&self) -> Vec<String> {
        self.document().components.schemas.keys().cloned().collect()
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
            ReferenceOr::Reference(reference) => self.component(reference, pointer),
        }
    }

    /// Resolves the reference at `pointer`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`resolve`](Self::resolve).
    pub fn component<T: Component>(
        &self,
        reference: &'d Reference,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        let name = self.component_name::<T>(reference, pointer)?;
        Ok(Resolved {
            description: reference.description.as_deref(),
            ..self.named(name, &reference.target, pointer)?
        })
    }

    /// Resolves the target of a reference at `pointer`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`resolve`](Self::resolve).
    pub fn target<T: Component>(
        &self,
        target: &'d str,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        let name = self.target_name::<T>(target, pointer)?;
        self.named(name, target, pointer)
    }

    /// Resolves the component `name`, the target of the reference at `pointer`.
    fn named<T: Component>(
        &self,
        name: String,
        target: &'d str,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        let (mut name, mut target) = (name, target);
        let mut at = pointer.clone();
        let mut seen = BTreeSet::new();
        loop {
            if seen.len() > MAX_STEPS || !seen.insert(name.clone()) {
                let message = format!("cyclic reference `{target}`");
                return Err(Diagnostic::warning(
                    Code::CyclicReference,
                    &pointer.child("$ref"),
                    message,
                )
                .help("replace one of the references with a definition"));
            }
            let found = T::find(&self.document().components, &name);
            let node = found.ok_or_else(|| self.unresolved::<T>(target, &name, &at))?;
            at = component_pointer::<T>(&name);
            match node {
                ReferenceOr::Item(item) => {
                    return Ok(Resolved {
                        item,
                        pointer: at,
                        description: None,
                    });
                }
                ReferenceOr::Reference(next) => {
                    name = self.component_name::<T>(next, &at)?;
                    target = &next.target;
                }
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
            ReferenceOr::Reference(reference) => {
                let unresolved = reference.unresolved.as_deref().cloned();
                Err(unresolved.unwrap_or_else(|| unsupported(&reference.target, pointer)))
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
        reference: &Reference,
        pointer: &Pointer,
    ) -> Result<String, Diagnostic> {
        match &reference.unresolved {
            Some(unresolved) => Err((**unresolved).clone()),
            None => self.target_name::<T>(&reference.target, pointer),
        }
    }

    /// Returns the name in the target of a reference to a component of this kind.
    ///
    /// # Errors
    ///
    /// Returns an error if the target isn't a component of this kind.
    pub fn target_name<T: Component>(
        &self,
        reference: &str,
        pointer: &Pointer,
    ) -> Result<String, Diagnostic> {
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
        let excluded = &self.document.excluded.components;
        if excluded.contains(&component_pointer::<T>(name)) {
            let message = format!("expected a valid component, found `{reference}`");
            let found = Diagnostic::warning(Code::InvalidNode, &at, message);
            return with_loss::<T>(found.help("correct the component"));
        }
        let message = format!("unresolved reference `{reference}`");
        let found = Diagnostic::warning(Code::UnresolvedReference, &at, message);
        let names = T::names(&self.document().components);
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
