//! Patterns.

use quote::ToTokens;
use syn::{FieldPat, Pat, PatStruct};

use super::{
    expression,
    list::{Element, List},
    structure::Fields,
    ty,
    width::{Space, first_line, width},
};

/// Formats a pattern.
pub(super) fn pattern(pat: &Pat, space: Space) -> Option<String> {
    Some(match pat {
        Pat::Wild(_) => "_".to_owned(),
        Pat::Rest(_) => "..".to_owned(),
        Pat::Ident(name) if name.attrs.is_empty() && name.subpat.is_none() => {
            let by_ref = if name.by_ref.is_some() { "ref " } else { "" };
            let mutable = if name.mutability.is_some() {
                "mut "
            } else {
                ""
            };
            format!("{by_ref}{mutable}{}", name.ident)
        }
        Pat::Lit(literal) if literal.attrs.is_empty() => literal.lit.to_token_stream().to_string(),
        Pat::Path(named) if named.attrs.is_empty() => {
            ty::flat_path(named.qself.as_ref(), &named.path)?
        }
        Pat::Range(range) if range.attrs.is_empty() => expression::range(range)?,
        Pat::Reference(reference) if reference.attrs.is_empty() => {
            let prefix = if reference.mutability.is_some() {
                "&mut "
            } else {
                "&"
            };
            format!(
                "{prefix}{}",
                pattern(&reference.pat, space.after(prefix.len())?)?
            )
        }
        Pat::Tuple(tuple) if tuple.attrs.is_empty() && tuple.elems.len() != 1 => {
            List::call("", tuple.elems.iter().map(Element::Pattern)).layout(space)?
        }
        Pat::TupleStruct(tuple) if tuple.attrs.is_empty() => {
            let name = ty::flat_path(tuple.qself.as_ref(), &tuple.path)?;
            List::call(&name, tuple.elems.iter().map(Element::Pattern)).layout(space)?
        }
        Pat::Type(typed) if typed.attrs.is_empty() => {
            let name = pattern(&typed.pat, space)? + ": ";
            let ty = ty::ty(&typed.ty, space.after(width(&name))?)?;
            name + &ty
        }
        Pat::Struct(structure) if structure.attrs.is_empty() => structured(structure, space)?,
        Pat::Or(either) if either.attrs.is_empty() && either.leading_vert.is_none() => {
            alternatives(either.cases.iter(), space)?
        }
        _ => return None,
    })
}

fn structured(pat: &PatStruct, space: Space) -> Option<String> {
    let name = ty::flat_path(pat.qself.as_ref(), &pat.path)?;
    let rest = pat.rest.is_some().then_some("..");
    Fields {
        name: &name,
        rest,
        fields: pat.fields.iter(),
    }
    .layout(space, field)
}

fn field(field: &FieldPat, space: Space) -> Option<String> {
    if !field.attrs.is_empty() {
        return None;
    }
    if field.colon_token.is_none() {
        return pattern(&field.pat, space.level());
    }
    let name = field.member.to_token_stream();
    // rustfmt counts neither the comma nor the name here.
    let space = space.level();
    let line = format!("{name}: {}", pattern(&field.pat, space)?);
    if first_line(&line) <= space.width {
        return Some(line);
    }
    let below = space.shifted();
    Some(format!(
        "{name}:{}{}",
        below.newline(),
        pattern(&field.pat, below)?
    ))
}

/// Formats alternatives on one line, or with a line for each alternative. Short literals share
/// lines.
fn alternatives<'a>(cases: impl Iterator<Item = &'a Pat>, space: Space) -> Option<String> {
    let cases: Vec<&Pat> = cases.collect();
    let texts = cases.iter().map(|case| pattern(case, space));
    let texts: Vec<String> = texts.collect::<Option<_>>()?;
    let total: usize = texts.iter().map(|text| width(text) + 3).sum();
    if total <= space.width + 3 && texts.iter().all(|text| !text.contains('\n')) {
        return Some(texts.join(" | "));
    }
    if !cases
        .iter()
        .zip(&texts)
        .all(|(case, text)| is_short(case, text))
    {
        return Some(texts.join(&format!("{}| ", space.newline())));
    }
    let mut rows = String::new();
    let mut used = 0;
    for text in &texts {
        if used > 0 && used + 3 + width(text) > space.width {
            rows.push_str(&format!("{}| ", space.newline()));
            used = 2;
        } else if used > 0 {
            rows.push_str(" | ");
            used += 3;
        }
        rows.push_str(text);
        used += width(text);
    }
    Some(rows)
}

fn is_short(pat: &Pat, text: &str) -> bool {
    let simple = match pat {
        Pat::Wild(_) | Pat::Rest(_) | Pat::Lit(_) => true,
        Pat::Ident(name) => name.subpat.is_none(),
        Pat::Path(named) => named.path.segments.len() <= 1,
        _ => false,
    };
    simple && text.len() <= 20
}
