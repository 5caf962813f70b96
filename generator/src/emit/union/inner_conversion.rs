//! Conversions into a union from the variants of nested unions.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::{Emitter, ty::File, union::overlap::from};
use crate::ir::{TypeId, TypeRef, Union};

impl Emitter<'_> {
    /// Emits the conversions from the objects that only one nested union has as a variant.
    pub(in crate::emit) fn inner_conversions(
        &self,
        id: TypeId,
        union: &Union,
        (name, variants): (&Ident, &[Ident]),
        file: File<'_>,
    ) -> Vec<TokenStream> {
        let own: Vec<TypeRef> = union.variants.iter().map(|it| self.bare(&it.ty)).collect();
        let inner = own.iter().enumerate().flat_map(|(index, ty)| {
            let inner = match ty {
                TypeRef::Named(inner) => self.union_of(*inner),
                _ => None,
            };
            let inner = inner.filter(|(inner, _)| inner.is_discriminated());
            let types = inner.map(|(inner, _)| self.own_types(inner));
            let types = types.into_iter().flatten().flatten();
            types.map(move |ty| (index, self.bare(ty), ty))
        });
        let inner: Vec<_> = inner
            .filter(|(_, bare, _)| self.object_of(bare).is_some())
            .collect();
        let is_alone = |bare: &TypeRef| {
            !own.contains(bare) && inner.iter().filter(|(_, other, _)| other == bare).count() == 1
        };
        let alone = inner.iter().filter(|(_, bare, _)| is_alone(bare));
        let conversions = alone.filter_map(|(index, _, ty)| {
            let variant = variants.get(*index)?;
            let value = match self.analysis.is_boxed(id, *index) {
                true => quote!(Self::#variant(Box::new(value.into()))),
                false => quote!(Self::#variant(value.into())),
            };
            Some(from(name, &self.ty(ty, file), &value))
        });
        conversions.collect()
    }
}
