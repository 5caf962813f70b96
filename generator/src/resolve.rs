//! Where a `$ref` leads: to a component of the same document, through any number of further ones,
//! and never in a circle.

use std::collections::BTreeSet;

use openapiv3::{
    Components, Example, Header, OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};

use crate::{
    diagnostic::{Code, Diagnostic},
    pointer::Pointer,
    read::{Document, Excluded},
    suggestion::nearest,
};

/// A thing of the document and its place.
#[derive(Debug)]
pub struct Resolved<'d, T> {
    /// The thing.
    pub item: &'d T,
    /// Where it is, after references.
    pub pointer: Pointer,
    /// What is said of it beside the reference, in place of its own description.
    pub said: Option<&'d str>,
}

impl<T> Clone for Resolved<'_, T> {
    fn clone(&self) -> Self {
        Self {
            item: self.item,
            pointer: self.pointer.clone(),
            said: self.said,
        }
    }
}

/// A kind of component that a reference can lead to.
pub trait Component: Sized + 'static {
    /// Its key below `components`.
    const KEY: &'static str;

    /// The component of a name.
    fn find<'d>(components: &'d Components, name: &str) -> Option<&'d ReferenceOr<Self>>;

    /// The names there are.
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

/// How many references may follow each other: nobody writes more than a few.
const MAX_STEPS: usize = 100;

/// Looks up references in a document.
#[derive(Debug, Clone, Copy)]
pub struct Resolver<'d> {
    document: &'d OpenAPI,
    set_aside: &'d Excluded,
}

impl<'d> Resolver<'d> {
    /// Looks up references in `document`.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document: &document.openapi,
            set_aside: &document.excluded,
        }
    }

    /// What of the document couldn't be read.
    pub fn excluded(&self) -> &'d Excluded {
        self.set_aside
    }

    /// The document.
    pub fn document(&self) -> &'d OpenAPI {
        self.document
    }

    /// The names of the component schemas.
    pub fn schema_names(&self) -> Vec<String> {
        let components = self.document.components.iter();
        components
            .flat_map(|all| all.schemas.keys().cloned())
            .collect()
    }

    /// Follows `node`, which is at `pointer`, to the thing itself.
    ///
    /// # Errors
    ///
    /// When a reference leads nowhere, in a circle, or to a place that isn't a component.
    pub fn resolve<T: Component>(
        &self,
        node: &'d ReferenceOr<T>,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        match node {
            ReferenceOr::Item(item) => Ok(Resolved {
                item,
                pointer: pointer.clone(),
                said: None,
            }),
            ReferenceOr::Reference { reference } => self.component(reference, pointer),
        }
    }

    /// Follows a reference, which is at `pointer`, to the component itself.
    ///
    /// # Errors
    ///
    /// As [`resolve`](Self::resolve).
    pub fn component<T: Component>(
        &self,
        reference: &'d str,
        pointer: &Pointer,
    ) -> Result<Resolved<'d, T>, Diagnostic> {
        let said = self.set_aside.descriptions.get(pointer);
        let said = said.map(String::as_str);
        let mut reference = reference;
        let mut at = pointer.clone();
        let mut seen = BTreeSet::new();
        loop {
            let name = self.component_name::<T>(reference, &at)?;
            if seen.len() > MAX_STEPS || !seen.insert(name.clone()) {
                let message = format!("`{reference}` leads back to itself");
                return Err(Diagnostic::warning(
                    Code::CyclicReference,
                    &pointer.child("$ref"),
                    message,
                )
                .help("let one of the components on the way say what it is"));
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
                        said,
                    });
                }
                ReferenceOr::Reference { reference: next } => reference = next,
            }
        }
    }

    /// Path items can't be components in OpenAPI 3.0, so a reference to one is to another file.
    ///
    /// # Errors
    ///
    /// When it is a reference.
    pub fn path_item(
        &self,
        node: &'d ReferenceOr<PathItem>,
        pointer: &Pointer,
    ) -> Result<&'d PathItem, Diagnostic> {
        match node {
            ReferenceOr::Item(item) => Ok(item),
            ReferenceOr::Reference { reference } => {
                let dead = self.set_aside.dead.get(pointer).cloned();
                Err(dead.unwrap_or_else(|| unsupported(reference, pointer)))
            }
        }
    }

    /// The name in a reference to a component of this kind.
    ///
    /// # Errors
    ///
    /// When it isn't such a reference.
    pub fn component_name<T: Component>(
        &self,
        reference: &str,
        pointer: &Pointer,
    ) -> Result<String, Diagnostic> {
        if let Some(dead) = self.set_aside.dead.get(pointer) {
            return Err(dead.clone());
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
            .set_aside
            .components
            .contains(&component_pointer::<T>(name))
        {
            let message = format!("expected a component that can be read, found `{reference}`");
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
        with_loss::<T>(match nearest(name, names) {
            Some(other) => found.help(format!("did you mean `#/components/{}/{other}`?", T::KEY)),
            None => found.help(format!("add it below `components/{}`", T::KEY)),
        })
    }
}

/// Adds to the help what is lost with a reference that isn't followed.
fn with_loss<T: Component>(found: Diagnostic) -> Diagnostic {
    let loss = match T::KEY {
        "schemas" => "its values are raw JSON",
        "parameters" => "the parameter is left out",
        "responses" => "an empty response is assumed",
        "requestBodies" => "the operation is left out",
        "headers" => "the header is left out",
        "examples" => "the example is left out",
        _ => return found,
    };
    found.until_then(loss)
}

/// The place of a component.
pub fn component_pointer<T: Component>(name: &str) -> Pointer {
    Pointer::root()
        .child("components")
        .child(T::KEY)
        .child(name)
}

fn unsupported(reference: &str, pointer: &Pointer) -> Diagnostic {
    let message = format!("`{reference}` isn't a component of this document");
    Diagnostic::warning(Code::UnsupportedReference, &pointer.child("$ref"), message)
        .help("only references such as `#/components/schemas/NAME` are followed")
}
