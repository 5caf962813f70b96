//! Conversions of values between equal types: the code inside the conversions of objects and unions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Emitter, conversion::Conversions};
use crate::ir::{Presence, TypeRef};

/// A conversion of a value.
pub(in crate::emit) enum ValueConversion {
    /// The types are the same.
    Identity,
    /// A conversion with `Into`.
    Into,
    /// A conversion of each item of an array.
    Items(Box<Self>),
    /// A conversion of each value of a map.
    Values(Box<Self>),
    /// A conversion of a value that isn't null.
    Nullable(Box<Self>),
    /// A conversion from a boxed value.
    Unboxed(Box<Self>),
    /// A conversion into a boxed value.
    Boxed(Box<Self>),
}

impl ValueConversion {
    /// Returns the conversion of a value that may be boxed before and after the conversion.
    pub(in crate::emit) fn boxed(self, before: bool, after: bool) -> Self {
        if before && after && self.is_identity() {
            return self;
        }
        let conversion = match before {
            true => Self::Unboxed(Box::new(self)),
            false => self,
        };
        match after {
            true => Self::Boxed(Box::new(conversion)),
            false => conversion,
        }
    }

    /// Returns the conversion of a map of the values.
    pub(in crate::emit) fn of_values(self) -> Self {
        self.within(Self::Values)
    }

    fn within(self, container: fn(Box<Self>) -> Self) -> Self {
        match self {
            Self::Identity => Self::Identity,
            conversion => container(Box::new(conversion)),
        }
    }

    fn is_identity(&self) -> bool {
        matches!(self, Self::Identity)
    }

    /// Returns the converted value.
    pub(in crate::emit) fn apply(&self, value: TokenStream) -> TokenStream {
        match self {
            Self::Identity => value,
            Self::Into => quote!(#value.into()),
            Self::Items(item) => {
                let function = item.function();
                quote!(#value.into_iter().map(#function).collect())
            }
            Self::Values(inner) => {
                let inner = inner.apply(quote!(value));
                quote!(#value.into_iter().map(|(name, value)| (name, #inner)).collect())
            }
            Self::Nullable(inner) => {
                let function = inner.function();
                quote!(#value.map(#function))
            }
            Self::Unboxed(inner) if inner.is_identity() => quote!(*#value),
            Self::Unboxed(inner) => inner.apply(quote!((*#value))),
            Self::Boxed(inner) => {
                let value = inner.apply(value);
                quote!(Box::new(#value))
            }
        }
    }

    /// Returns the conversion as a function.
    fn function(&self) -> TokenStream {
        match self {
            Self::Into => quote!(Into::into),
            Self::Boxed(inner) if inner.is_identity() => quote!(Box::new),
            conversion => {
                let value = conversion.apply(quote!(value));
                quote!(|value| #value)
            }
        }
    }
}

impl Emitter<'_> {
    /// Returns the conversion between the types of two values; `None` if there is no conversion.
    pub(in crate::emit) fn value_conversion(
        &self,
        conversions: &Conversions,
        from: &TypeRef,
        to: &TypeRef,
    ) -> Option<ValueConversion> {
        let (from, to) = (self.bare(from), self.bare(to));
        if from == to {
            return Some(ValueConversion::Identity);
        }
        let (from, to, container): (_, _, fn(_) -> _) = match (&from, &to) {
            (TypeRef::Named(from), TypeRef::Named(to)) => {
                let exists = conversions.contains_key(&(*to, *from));
                return exists.then_some(ValueConversion::Into);
            }
            (TypeRef::List(from), TypeRef::List(to)) => (from, to, ValueConversion::Items),
            (TypeRef::Map(from), TypeRef::Map(to)) => (from, to, ValueConversion::Values),
            (TypeRef::Nullable(from), TypeRef::Nullable(to)) => {
                (from, to, ValueConversion::Nullable)
            }
            _ => return None,
        };
        Some(
            self.value_conversion(conversions, from, to)?
                .within(container),
        )
    }
}

/// Returns the converted value of a property, which may be missing or null.
pub(in crate::emit) fn with_presences(
    conversion: &ValueConversion,
    presences: (Presence, Presence),
    value: TokenStream,
) -> TokenStream {
    let function = conversion.function();
    match presences {
        (Presence::Required, _) => conversion.apply(value),
        (Presence::OptionalNullable, Presence::OptionalNullable) => {
            match conversion.is_identity() {
                true => value,
                false => quote!(#value.map(|value| value.map(#function))),
            }
        }
        (Presence::OptionalNullable, _) => match conversion.is_identity() {
            true => quote!(#value.flatten()),
            false => quote!(#value.flatten().map(#function)),
        },
        (_, Presence::OptionalNullable) => match conversion.is_identity() {
            true => quote!(#value.map(Some)),
            false => {
                let inner = conversion.apply(quote!(value));
                quote!(#value.map(|value| Some(#inner)))
            }
        },
        _ => match conversion.is_identity() {
            true => value,
            false => quote!(#value.map(#function)),
        },
    }
}
