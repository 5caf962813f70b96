//! `cfg` of modules and imports.

use syn::{Attribute, Expr, Lit, Meta, Token, punctuated::Punctuated};

use super::width::{Space, width};

/// The maximum width of the list in an attribute on one line.
const WIDEST_LIST: usize = 70;

/// Formats a condition: a key with its value, or any of several conditions.
pub(super) fn condition(attr: &Attribute, space: Space) -> Option<String> {
    let list = attr.meta.require_list().ok()?;
    if !list.path.is_ident("cfg") {
        return None;
    }
    let (open, all, close, fits) = match list.parse_args().ok()? {
        Meta::NameValue(one) => {
            let all = vec![pair(&Meta::NameValue(one))?];
            let fits = space.width.saturating_sub("#[cfg()]".len());
            ("#[cfg(", all, ")]", fits)
        }
        Meta::List(any) if any.path.is_ident("any") => {
            let parse = Punctuated::<Meta, Token![,]>::parse_terminated;
            let any = any.parse_args_with(parse).ok()?;
            let all = any.iter().map(pair).collect::<Option<_>>()?;
            ("#[cfg(any(", all, "))]", WIDEST_LIST)
        }
        _ => return None,
    };
    let row = all.join(", ");
    if width(&row) <= fits {
        return Some(format!("{open}{row}{close}"));
    }
    let rows = all.join(&format!(",{}", space.below().newline()));
    Some(format!(
        "{open}{}{rows}{}{close}",
        space.below().newline(),
        space.newline()
    ))
}

fn pair(meta: &Meta) -> Option<String> {
    let pair = meta.require_name_value().ok()?;
    let Expr::Lit(value) = &pair.value else {
        return None;
    };
    let Lit::Str(value) = &value.lit else {
        return None;
    };
    Some(format!("{} = {}", pair.path.get_ident()?, value.token()))
}
