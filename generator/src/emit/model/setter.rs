//! Arguments of constructors, setters and functions, and their conversions.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{Emitter, ty::File};
use crate::ir::{Scalar, TypeKind, TypeRef};

/// The maximum number of nested arrays and maps that an argument converts.
pub(in crate::emit) const LEVELS: usize = 2;

/// An argument of a function.
pub(in crate::emit) struct Argument {
    /// The type.
    pub(in crate::emit) ty: TokenStream,
    /// The expression of the converted value.
    pub(in crate::emit) value: TokenStream,
}

impl Emitter<'_> {
    /// Returns the argument for a value of a type: for a string, anything that converts into a
    /// string; for an array, any iterator; for a map, any iterator of pairs.
    pub(in crate::emit) fn argument(
        &self,
        name: &Ident,
        ty: &TypeRef,
        boxed: bool,
        file: File<'_>,
    ) -> Argument {
        let converted = self.converted(ty, quote!(#name), LEVELS, file);
        let Argument { ty, value } = converted.unwrap_or_else(|| Argument {
            ty: self.ty(ty, file),
            value: quote!(#name),
        });
        let value = if boxed {
            quote!(Box::new(#value))
        } else {
            value
        };
        Argument { ty, value }
    }

    /// Returns the argument that `value` is converted from; `None` if the argument needs no
    /// conversion.
    fn converted(
        &self,
        ty: &TypeRef,
        value: TokenStream,
        levels: usize,
        file: File<'_>,
    ) -> Option<Argument> {
        if self.is_converted(ty) {
            let ty = self.ty(ty, file);
            return Some(Argument {
                ty: quote!(impl Into<#ty>),
                value: quote!(#value.into()),
            });
        }
        let levels = levels.checked_sub(1)?;
        Some(match self.unaliased(ty) {
            TypeRef::List(item) => {
                let each = self.converted(item, quote!(item), levels, file);
                let map = each.as_ref().map(|each| match self.is_converted(item) {
                    true => quote!(.map(Into::into)),
                    false => {
                        let value = &each.value;
                        quote!(.map(|item| #value))
                    }
                });
                let item = each.map_or_else(|| self.ty(item, file), |each| each.ty);
                Argument {
                    ty: quote!(impl IntoIterator<Item = #item>),
                    value: quote!(#value.into_iter() #map .collect()),
                }
            }
            TypeRef::Map(item) => {
                let each = self.converted(item, quote!(value), levels, file);
                let each = each.unwrap_or_else(|| Argument {
                    ty: self.ty(item, file),
                    value: quote!(value),
                });
                let (item, each) = (each.ty, each.value);
                Argument {
                    ty: quote!(impl IntoIterator<Item = (impl Into<String>, #item)>),
                    value: quote!(#value.into_iter().map(|(key, value)| (key.into(), #each)).collect()),
                }
            }
            _ => return None,
        })
    }

    /// Returns `true` if values are read through a wrapper: integers, times if the settings accept
    /// times without an offset, and arrays, maps and tuples of such values.
    pub(in crate::emit) fn is_lenient(&self, ty: &TypeRef) -> bool {
        match self.unaliased(ty) {
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Integer8
                | Scalar::Integer16
                | Scalar::Integer32
                | Scalar::Integer64
                | Scalar::Unsigned8
                | Scalar::Unsigned16
                | Scalar::Unsigned32
                | Scalar::Unsigned64 => true,
                Scalar::DateTime => self.settings.tolerance.times_without_offset,
                _ => false,
            },
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                self.is_lenient(inner)
            }
            TypeRef::Tuple(items) => items.iter().any(|item| self.is_lenient(item)),
            TypeRef::Named(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => false,
        }
    }

    /// Returns `true` if an argument of the type is `impl Into`.
    pub(in crate::emit) fn is_converted(&self, ty: &TypeRef) -> bool {
        match self.unaliased(ty) {
            TypeRef::Scalar(Scalar::String) | TypeRef::File => true,
            TypeRef::Named(id) => match self.api.type_def(*id).map(|found| &found.kind) {
                Some(TypeKind::Union(union)) => self.own_types(union).iter().any(Option::is_some),
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns the type that an alias resolves to.
    pub(in crate::emit) fn unaliased<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        let mut ty = ty;
        while let TypeRef::Named(id) = ty {
            match self.api.type_def(*id).map(|definition| &definition.kind) {
                Some(TypeKind::Alias(inner)) if self.analysis.is_alias(*id) => ty = inner,
                _ => break,
            }
        }
        ty
    }
}
