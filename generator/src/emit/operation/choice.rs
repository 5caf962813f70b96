//! Request bodies with several media types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{
    Emitter, comment, ident,
    model::{
        debug::{Display, debug_enum, tuple_arm},
        object::bare,
    },
    operation::{OperationContext, request::end_with},
    ty::File,
};
use crate::{
    ir::{RequestMediaType, Secrecy, TypeRef},
    markdown,
};

impl Emitter<'_> {
    /// Emits the enum of the request bodies of an operation with several media types. Each body
    /// type converts into the enum.
    pub(in crate::emit) fn content_choice(
        &self,
        context: &OperationContext<'_>,
    ) -> Option<TokenStream> {
        let contents = &context.operation.body.as_ref()?.contents;
        if contents.len() < 2 {
            return None;
        }
        let name = ident(&context.names.content);
        let text = format!(
            "The request body of [`{}()`], with a variant for each media type.",
            bare(&context.names.function)
        );
        let docs = comment::line(&text);
        let variants = contents.iter().zip(&context.names.contents);
        let variants = variants.map(|(content, variant)| {
            let docs = comment::line(&format!(
                "Media type {}.",
                markdown::code(&content.media_type)
            ));
            let variant = ident(variant);
            let ty = match content.payload.ty() {
                Some(ty) => self.held(ty, self.analysis.is_large(ty), File::Tag),
                None => self.sent_type(&content.payload),
            };
            quote!(#docs #variant(#ty),)
        });
        let displays = contents.iter().map(|content| match content.payload.ty() {
            Some(ty) => self.display(Secrecy::Public, ty),
            None => Display::Plain,
        });
        let displays: Vec<Display> = displays.collect();
        let is_plain = displays.iter().all(|display| *display == Display::Plain);
        let derive = is_plain.then(|| quote!(Debug,));
        let arms = displays.iter().zip(&context.names.contents);
        let arms: Vec<TokenStream> = arms
            .map(|(display, variant)| tuple_arm(&ident(variant), *display))
            .collect();
        let debug = (!is_plain).then(|| debug_enum(&name, false, &arms));
        let conversions = self.conversions(context, contents);
        Some(quote! {
            #docs
            #[derive(#derive Clone)]
            pub enum #name { #(#variants)* }
            #debug
            #(#conversions)*
        })
    }

    /// Emits the conversion from each type to the first variant of the type. A variant of bytes
    /// converts from types that convert into its body.
    fn conversions(
        &self,
        context: &OperationContext<'_>,
        contents: &[RequestMediaType],
    ) -> Vec<TokenStream> {
        let name = ident(&context.names.content);
        let mut types: Vec<&TypeRef> = Vec::new();
        let mut conversions = Vec::new();
        for (index, content) in contents.iter().enumerate() {
            let Some(variant) = context.names.contents.get(index) else {
                continue;
            };
            let Some(ty) = content.payload.ty() else {
                let mut before = contents.iter().take(index);
                if !before.any(|other| other.payload == content.payload) {
                    conversions.extend(self.untyped_conversions(context, content, variant, &types));
                }
                continue;
            };
            let bare = self.unaliased(ty);
            if types.contains(&bare) {
                continue;
            }
            types.push(bare);
            let variant = ident(variant);
            let value = if self.analysis.is_large(ty) {
                quote!(Box::new(body))
            } else {
                quote!(body)
            };
            let ty = self.ty(ty, File::Tag);
            conversions.push(quote! {
                impl From<#ty> for #name {
                    fn from(body: #ty) -> Self {
                        Self::#variant(#value)
                    }
                }
            });
        }
        conversions
    }

    /// Emits the conversions to a variant of bytes or of parts. The variants before it have `types`.
    fn untyped_conversions(
        &self,
        context: &OperationContext<'_>,
        content: &RequestMediaType,
        variant: &str,
        types: &[&TypeRef],
    ) -> Vec<TokenStream> {
        let name = ident(&context.names.content);
        let variant = ident(variant);
        let own = self.sent_type(&content.payload);
        // A type of the user may be an alias of bytes. With a second `From<Vec<_>>`, the item type
        // of `vec![1, 2]` would be ambiguous.
        let is_taken = types.iter().any(|ty| match ty {
            TypeRef::List(item) => matches!(self.unaliased(item), TypeRef::Scalar(_)),
            ty => matches!(ty, TypeRef::Foreign { .. }),
        });
        let is_bytes = content.payload.is_bytes() && !is_taken;
        let others = is_bytes.then(|| [quote!(bytes::Bytes), quote!(Vec<u8>)]);
        let others = others.into_iter().flatten();
        let others = others.map(|ty| (ty, quote!(body.into())));
        let all = std::iter::once((own, quote!(body))).chain(others);
        all.map(|(ty, value)| {
            quote! {
                impl From<#ty> for #name {
                    fn from(body: #ty) -> Self {
                        Self::#variant(#value)
                    }
                }
            }
        })
        .collect()
    }

    /// Returns the code that finishes a request with one of several bodies.
    pub(in crate::emit) fn end_with_choice(
        &self,
        context: &OperationContext<'_>,
        contents: &[RequestMediaType],
        optional: bool,
    ) -> TokenStream {
        let name = ident(&context.names.content);
        let body = ident(&context.names.body);
        let arms = contents.iter().zip(&context.names.contents);
        let arms = arms.map(|(content, variant)| {
            let variant = ident(variant);
            let boxed = content
                .payload
                .ty()
                .is_some_and(|ty| self.analysis.is_large(ty));
            let by_reference = if boxed { quote!(&**body) } else { quote!(body) };
            let end = end_with(content, &by_reference, &quote!(body), false);
            let pattern = quote!(#name::#variant(body));
            if optional {
                quote!(Some(#pattern) => #end,)
            } else {
                quote!(#pattern => #end,)
            }
        });
        let none = optional.then(|| quote!(None => request.empty(),));
        quote! {
            match &self.#body {
                #(#arms)*
                #none
            }
        }
    }
}
