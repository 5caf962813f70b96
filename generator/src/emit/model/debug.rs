//! `Debug` implementations of types whose values may contain secrets. All other types derive
//! `Debug`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{Emitter, model::object::bare};
use crate::ir::{Payload, Secrecy, TypeKind, TypeRef, Union};

/// The formatting of a value in `Debug`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Display {
    /// Uses the `Debug` implementation of the type.
    Plain,
    /// Writes JSON with redacted secrets.
    Json,
    /// Uses the `Debug` implementation of the type, except for values that are not listed.
    Listed,
    /// Hides the value.
    Redacted,
}

/// A field of a struct or a variant.
pub(in crate::emit) struct DebugField {
    pub(in crate::emit) name: Ident,
    pub(in crate::emit) display: Display,
}

impl DebugField {
    pub(in crate::emit) fn new(name: Ident, display: Display) -> Self {
        Self { name, display }
    }
}

impl Display {
    /// Returns the argument of the formatter for a reference to a value.
    fn argument(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Plain => value.clone(),
            Self::Json => quote!(&json::RedactedJson(#value)),
            Self::Listed => quote!(&json::ListedValue(#value)),
            Self::Redacted => quote!(&json::Redacted),
        }
    }
}

impl Emitter<'_> {
    /// Returns the `Debug` field of a named value of a type.
    pub(in crate::emit) fn display(&self, secrecy: Secrecy, ty: &TypeRef) -> Display {
        match secrecy {
            Secrecy::Unlisted if self.is_enumeration(ty) => Display::Listed,
            Secrecy::Secret | Secrecy::Unlisted => Display::Redacted,
            Secrecy::Public if self.holds_json(ty) => Display::Json,
            Secrecy::Public => Display::Plain,
        }
    }

    /// Returns the `Debug` expression of the body of a response.
    pub(in crate::emit) fn display_body(&self, payload: &Payload) -> Display {
        match payload {
            Payload::Json(ty) => self.display(Secrecy::Public, ty),
            Payload::Empty | Payload::Text | Payload::Stream | Payload::Choice(_) => Display::Plain,
        }
    }

    /// Emits `Debug` for a union.
    pub(in crate::emit) fn debug_union(
        &self,
        name: &Ident,
        union: &Union,
        variants: &[Ident],
        other: &Ident,
    ) -> TokenStream {
        let variants = union.variants.iter().zip(variants);
        let arms = variants.map(|(variant, variant_name)| match variant.literal {
            Some(_) => struct_arm(variant_name, &[]),
            None => tuple_arm(variant_name, self.display(Secrecy::Public, &variant.ty)),
        });
        let arms: Vec<TokenStream> = arms.chain([tuple_arm(other, Display::Json)]).collect();
        debug_enum(name, false, &arms)
    }

    fn is_enumeration(&self, ty: &TypeRef) -> bool {
        match self.unaliased(ty) {
            TypeRef::Named(id) => {
                let shape = self.api.type_def(*id).map(|definition| &definition.kind);
                matches!(shape, Some(TypeKind::Enumeration(..)))
            }
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.is_enumeration(inner),
            _ => false,
        }
    }

    /// Returns `true` if a value of the type may contain undeclared property names, in maps or in
    /// JSON values.
    pub(in crate::emit) fn holds_json(&self, ty: &TypeRef) -> bool {
        match self.unaliased(ty) {
            TypeRef::Named(id) => self.analysis.is_infinitely_recursive(*id),
            TypeRef::Json => true,
            TypeRef::Map(value) => !holds_file(value),
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.holds_json(inner),
            TypeRef::Tuple(items) => items.iter().any(|item| self.holds_json(item)),
            TypeRef::Scalar(_) | TypeRef::File | TypeRef::Foreign { .. } => false,
        }
    }
}

/// Returns `true` if a type contains a file. A file is not JSON, and `Debug` hides its content.
fn holds_file(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::File => true,
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => holds_file(inner),
        _ => false,
    }
}

/// Returns `true` if `Debug` can be derived.
pub(in crate::emit) fn is_plain(fields: &[DebugField]) -> bool {
    fields.iter().all(|field| field.display == Display::Plain)
}

/// Emits `Debug` for a struct.
pub(in crate::emit) fn debug_struct(name: &Ident, fields: &[DebugField]) -> TokenStream {
    let shown = fields.iter().map(|DebugField { name, display }| {
        let value = display.argument(&quote!(&self.#name));
        let text = name.to_string();
        let text = bare(&text);
        quote!(.field(#text, #value))
    });
    let text = name.to_string();
    let text = bare(&text);
    let body = quote!(f.debug_struct(#text) #(#shown)* .finish());
    debug(name, false, &body)
}

/// Returns the `Debug` arm of a variant with fields.
pub(in crate::emit) fn struct_arm(variant_name: &Ident, fields: &[DebugField]) -> TokenStream {
    let text = variant_name.to_string();
    if fields.is_empty() {
        return quote!(Self::#variant_name => f.write_str(#text),);
    }
    let pattern = fields
        .iter()
        .map(|DebugField { name, display }| match display {
            Display::Redacted => quote!(#name: _),
            Display::Plain | Display::Json | Display::Listed => quote!(#name),
        });
    let shown = fields.iter().map(|DebugField { name, display }| {
        let value = display.argument(&quote!(#name));
        let text = name.to_string();
        let text = bare(&text);
        quote!(.field(#text, #value))
    });
    quote! {
        Self::#variant_name { #(#pattern),* } => {
            f.debug_struct(#text) #(#shown)* .finish()
        }
    }
}

/// Returns the `Debug` arm of a variant with a value.
pub(in crate::emit) fn tuple_arm(variant_name: &Ident, display: Display) -> TokenStream {
    let text = variant_name.to_string();
    let value = display.argument(&quote!(value));
    quote!(Self::#variant_name(value) => f.debug_tuple(#text).field(#value).finish(),)
}

/// Emits `Debug` for a struct that wraps a JSON value.
pub(in crate::emit) fn debug_wrapper(name: &Ident) -> TokenStream {
    let text = name.to_string();
    let body = quote!(f.debug_tuple(#text).field(&json::RedactedJson(self.0.value())).finish());
    debug(name, false, &body)
}

/// Emits `Debug` for a struct with hidden content.
pub(in crate::emit) fn debug_opaque(name: &Ident) -> TokenStream {
    let text = name.to_string();
    let body = quote!(f.debug_tuple(#text).finish_non_exhaustive());
    debug(name, false, &body)
}

/// Emits `Debug` for an enum from the arms of its variants.
pub(in crate::emit) fn debug_enum(
    name: &Ident,
    streams: bool,
    arms: &[TokenStream],
) -> TokenStream {
    debug(name, streams, &quote!(match self { #(#arms)* }))
}

fn debug(name: &Ident, streams: bool, body: &TokenStream) -> TokenStream {
    let (bound, generics) = match streams {
        true => (quote!(<B: std::fmt::Debug>), quote!(<B>)),
        false => (TokenStream::new(), TokenStream::new()),
    };
    quote! {
        impl #bound std::fmt::Debug for #name #generics {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #body
            }
        }
    }
}
