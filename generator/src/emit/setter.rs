//! Arguments: what a constructor or setter takes, and how it becomes the value of a field.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Emitter, ty::File};
use crate::ir::{Scalar, Shape, TypeRef};

/// An argument of a function.
pub(super) struct Argument {
    /// What it takes.
    pub(super) ty: TokenStream,
    /// What it becomes.
    pub(super) value: TokenStream,
}

impl Emitter<'_> {
    /// What callers give for a value of a type: anything that becomes a string for a string, and
    /// any sequence for a list.
    pub(super) fn argument(
        &self,
        name: &Ident,
        ty: &TypeRef,
        boxed: bool,
        file: File<'_>,
    ) -> Argument {
        let inner = self.ty(ty, file);
        let (ty, value) = match self.unaliased(ty) {
            TypeRef::Scalar(Scalar::String) => (quote!(impl Into<String>), quote!(#name.into())),
            TypeRef::File => (quote!(impl Into<#inner>), quote!(#name.into())),
            TypeRef::Named(_) if self.is_converted(ty) => {
                (quote!(impl Into<#inner>), quote!(#name.into()))
            }
            TypeRef::List(item) if self.is_converted(item) => {
                let item = self.ty(item, file);
                (
                    quote!(impl IntoIterator<Item = impl Into<#item>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                )
            }
            TypeRef::List(item) => {
                let item = self.ty(item, file);
                (
                    quote!(impl IntoIterator<Item = #item>),
                    quote!(#name.into_iter().collect()),
                )
            }
            _ => (inner, quote!(#name)),
        };
        let value = if boxed {
            quote!(Box::new(#value))
        } else {
            value
        };
        Argument { ty, value }
    }

    /// Returns `true` if a value is an integer or holds integers, other than in a type of its own.
    pub(super) fn holds_integers(&self, ty: &TypeRef) -> bool {
        match self.unaliased(ty) {
            TypeRef::Scalar(scalar) => matches!(
                scalar,
                Scalar::Integer8
                    | Scalar::Integer16
                    | Scalar::Integer32
                    | Scalar::Integer64
                    | Scalar::Unsigned8
                    | Scalar::Unsigned16
                    | Scalar::Unsigned32
                    | Scalar::Unsigned64
            ),
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                self.holds_integers(inner)
            }
            TypeRef::Tuple(items) => items.iter().any(|item| self.holds_integers(item)),
            TypeRef::Named(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => false,
        }
    }

    /// Returns `true` if callers give what a type is made of in its place.
    pub(super) fn is_converted(&self, ty: &TypeRef) -> bool {
        match self.unaliased(ty) {
            TypeRef::Scalar(Scalar::String) | TypeRef::File => true,
            TypeRef::Named(id) => match self.api.type_def(*id).map(|found| &found.shape) {
                Some(Shape::Union(union)) => self.own_types(union).iter().any(Option::is_some),
                _ => false,
            },
            _ => false,
        }
    }

    /// The type that an alias stands for.
    pub(super) fn unaliased<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        let mut ty = ty;
        while let TypeRef::Named(id) = ty {
            match self.api.type_def(*id).map(|definition| &definition.shape) {
                Some(Shape::Alias(inner)) if !self.facts.is_endless(*id) => ty = inner,
                _ => break,
            }
        }
        ty
    }
}
