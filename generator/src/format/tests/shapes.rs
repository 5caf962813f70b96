//! The shapes that `emit` writes, with names of any length.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// Names of a given length.
struct Names {
    ty: Ident,
    field: Ident,
    short: Ident,
    text: String,
    length: usize,
}

/// Returns all shapes, with names and lists of a given length.
pub(super) fn shapes(length: usize) -> Vec<TokenStream> {
    let names = Names {
        ty: name('T', length),
        field: name('f', length),
        short: name('g', 7),
        text: name('s', length).to_string(),
        length,
    };
    let mut shapes = definitions(&names);
    shapes.extend([
        lists(&names),
        setters(&names),
        responses(&names),
        arms(&names),
        nested(&names),
        statements(&names),
        union(&names),
        templates(&names),
    ]);
    shapes
}

fn name(first: char, length: usize) -> Ident {
    let name = std::iter::once(first).chain("abcdefghi_".chars().cycle());
    Ident::new(&name.take(length).collect::<String>(), Span::call_site())
}

fn definitions(names: &Names) -> Vec<TokenStream> {
    let Names {
        ty,
        field,
        short,
        text,
        ..
    } = names;
    vec![
        quote! { use super::{#ty, #short, runtime::{self, json}}; },
        quote! { pub use #field::{#ty, Abc, Abc10, Abc2, AbcAbcAbc}; },
        quote! { pub use a::{Abc, AbcAbc, AbcAbcAbc, AbcAbcAbcAbcAbc, AbcAbcAbcAbcAbcAbc, #ty}; },
        quote! { pub struct #ty { pub #field: Option<String>, pub a: Option<#ty>, } },
        quote! { pub struct #ty {} },
        quote! { pub struct A { pub #field: Option<std::collections::BTreeMap<String, #ty>>, } },
        quote! { pub enum #ty { A(#ty), B(Vec<#ty>), Abcd(Vec<#ty>), C } },
        quote! { pub enum #ty<B> { A { #[doc = " Text"] body: B, #[doc = ""] #field: Vec<#ty>, }, C } },
        quote! { pub type A = Option<#ty>; },
        quote! { pub type #ty = super::#short; },
        quote! { pub fn #field() -> #ty { #ty { a: None } } },
        quote! { pub fn #field(a: impl Into<String>) -> #ty { #ty { a: a.into(), } } },
        quote! {
            pub fn f(#short: impl Into<String>, #field: i64) -> A {
                A { #short: #short.into(), #field, }
            }
        },
        quote! {
            pub fn f(self, #short: impl IntoIterator<Item = #ty>) -> A {
                A { #short: #short.into_iter().collect() }
            }
        },
        quote! { pub const #field: SecurityScheme<String> = SecurityScheme::header("a", "b"); },
        quote! { pub const #short: SecurityScheme<BasicCredential> = SecurityScheme::basic(#text); },
        quote! { pub const #short: SecurityScheme<String> = SecurityScheme::query(#text, #text); },
        quote! { impl A { const SECURITY: runtime::Security = Some(&[&[security::#field.untyped()]]); } },
        quote! {
            impl A {
                const SECURITY: runtime::Security = Some(&[&[security::#field.untyped()], &[security::#ty.untyped()]]);
            }
        },
        quote! {
            impl A {
                const SECURITY: runtime::Security = Some(&[
                    &[security::#field.untyped(), security::#short.untyped()], &[security::#ty.untyped()]
                ]);
            }
        },
        quote! { impl runtime::Paginated for #ty {} },
        quote! { impl #ty { type Success = #ty; type A = Vec<#ty>; } },
        quote! { impl<B> runtime::OperationResponse for #ty<B> { type A = std::convert::Infallible; } },
    ]
}

/// Returns arrays whose number of elements is the length of the names, with narrow and wider
/// elements.
fn lists(names: &Names) -> TokenStream {
    let numbers = (0..names.length).map(Literal::usize_unsuffixed);
    let indices = 0..names.length;
    let words: Vec<_> = indices
        .clone()
        .map(|one| name('w', one % 9 + 1).to_string())
        .collect();
    let fields: Vec<_> = indices.map(|index| name('f', index % 12 + 2)).collect();
    quote! {
        impl A {
            const REQUIRED: &'static [usize] = &[#(#numbers),*];
            const NAMES: &'static [&'static str] = &[#(#words),*];
            fn f() {
                let present = [#(self.#fields.is_some()),*];
                let words = [#(#words),*];
                let fields = [#(#fields),*];
                Self::from_template("a", &[#(#words),*])
            }
        }
    }
}

fn setters(names: &Names) -> TokenStream {
    let Names {
        ty,
        field,
        short,
        text,
        ..
    } = names;
    quote! {
        impl A {
            const NAME: &'static str = #text;
            const NAMES: &'static [&'static str] = &[#text, "a", "b"];
            const ONE: &'static [&'static str] = &[#text];
            pub fn #field(mut self, #field: impl Into<String>) -> Self {
                self.#field = Some(#field.into());
                self.#field = Some(Some(#field.into()));
                self.#field = Some(#field.into_iter().map(Into::into).collect());
                self.#field = Some(Box::new(#field.into_iter().map(Into::into).collect()));
                self
            }
            fn finish(self) -> Option<#ty> {
                let Self { #field: Some(#field) } = self else { return None; };
                let Self { #field: Some(#field), #short } = self else { return None; };
                Some(#ty { #field })
            }
        }
    }
}

fn responses(names: &Names) -> TokenStream {
    let Names {
        ty, field, text, ..
    } = names;
    quote! {
        impl A {
            fn decode<B>(
                head: &http::response::Parts,
                body: runtime::ResponseBody<B>,
            ) -> Result<Self::Response<B>, runtime::DecodeError> {
                match head.status.as_u16() {
                    200 => Ok(#ty::Ok { body: runtime::decode::json(head, body)?, }),
                    201 => Ok(#ty::#ty {
                        body: runtime::decode::json(head, body)?,
                        #field: runtime::decode::header(head, #text),
                    }),
                    202 => Ok(#ty::NotFound),
                    400..=499 => Ok(A { status: head.status, body: body.stream()?, }),
                    _ => match head.status.as_u16() / 100 {
                        4 => Ok(#ty::Status { status: head.status, #field: a(head, "a")?, }),
                        5 => Ok(#ty::B),
                        _ => Err(runtime::DecodeError::UndocumentedStatus),
                    },
                }
            }
        }
    }
}

fn arms(names: &Names) -> TokenStream {
    let Names {
        ty, field, text, ..
    } = names;
    quote! {
        impl runtime::OperationResponse for A {
            fn into_success(self) -> Result<Self::Success, Self> {
                match self {
                    Self::#ty { body, .. } => Ok(*body),
                    Self::#ty { .. } | Self::Created { .. } => Ok(self),
                    Self::Default { status, body } if status.is_success() => Ok(body),
                    Self::#ty { status, body } if status.is_success() => Ok(body),
                    Self::#ty { body, .. } | Self::Created { body, .. } => Ok(()),
                    other => Err(other),
                }
            }
            fn other(self) {
                match index {
                    0 => reader.value(&mut self.#field),
                    "a" => Self::#ty,
                    #text => Self::B,
                    Self::#ty => "a",
                    Self::A => #text,
                    Self::#ty(value) => value.serialize(serializer),
                    _ => Self::#ty(value.to_owned()),
                }
            }
        }
    }
}

fn nested(names: &Names) -> TokenStream {
    let Names {
        ty,
        field,
        short,
        text,
        ..
    } = names;
    quote! {
        impl<'de> serde::Deserialize<'de> for #ty {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct FieldSlots {
                    #short: Option<#ty>,
                    #field: Option<Option<super::Name>>,
                    a: Option<std::collections::BTreeMap<String, #ty>>,
                }
                impl json::Object for FieldSlots {
                    type Object = #ty;
                    const NAME: &'static str = #text;
                    const NAMES: &'static [&'static str] = &[#text, "a"];
                    const OPEN: bool = true;
                    fn read<'de, A: serde::de::MapAccess<'de>>(
                        &mut self,
                        index: usize,
                        reader: &mut json::PropertyReader<'de, A>,
                    ) {
                        match index {
                            1 => reader.value(&mut self.#field),
                            _ => reader.ignore(),
                        }
                    }
                    fn finish(self) -> Option<#ty> {
                        let Self { #field: Some(#field), #short, } = self else {
                            return None;
                        };
                        Some(#ty { #field, #short: self.#field })
                    }
                }
                json::read_object::<FieldSlots, D>(deserializer)
            }
        }
    }
}

fn statements(names: &Names) -> TokenStream {
    let Names {
        field, short, text, ..
    } = names;
    quote! {
        fn writer() {
            let present = [self.#field.is_some(), self.#short.is_some()];
            let present = [self.#field.is_some()];
            let mut object = json::ObjectWriter::new(serializer, #text, 0, &present);
            let mut object = json::OpenWriter::new(serializer, 1, &present, self.#field.len());
            object.field(#text, &self.#field);
            object.optional("a", &self.#field);
            request.path(#text);
            request.segment(#text, &self.a);
            request.query_each("a", self.#field.as_deref().unwrap_or_default());
            formatter.debug_struct(#text).field("a", &self.#field).field("b", &Redacted).finish();
            formatter.debug_struct("A").field("a", &self.#field).finish();
            formatter.debug_struct(#text).finish();
            request.upload("a", self.#field.clone().unwrap_or_default());
            reader.other(name, &mut self.#field);
            let mut slots = FieldSlots { #field: None };
            let mut slots = FieldSlots { #field: None, others: std::collections::BTreeMap::new() };
        }
    }
}

fn union(names: &Names) -> TokenStream {
    let ty = &names.ty;
    quote! {
        fn unions() -> A {
            let value = serde_json::Value::deserialize(deserializer)?;
            Ok(match &value {
                serde_json::Value::Bool(_) => json::read_branch(value, Self::#ty, Self::#ty),
                serde_json::Value::Number(number) if number.is_i64() => {
                    json::read_branch(value, Self::#ty, Self::Other)
                }
                _ => Self::Other(value),
            })
        }
    }
}

fn templates(names: &Names) -> TokenStream {
    let Names { field, text, .. } = names;
    quote! {
        fn template() {
            Self::one(#text, &[("a", &server.#field, &[#text, "b"]), ("b", &server.b, &[])]);
            Self::from_template("a", &[(#text, &server.#field, &[])])
        }
    }
}
