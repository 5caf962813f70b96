//! `use` declarations in the order of rustfmt.

use std::cmp::Ordering;

use syn::{ItemUse, UseTree};

use super::{
    list::pack,
    ty,
    width::{Space, width},
};

/// Formats a `use` with sorted lists.
pub(super) fn import(import: &ItemUse, space: Space) -> Option<String> {
    if import.leading_colon.is_some() {
        return None;
    }
    let head = format!("{}use ", ty::visibility(&import.vis)?);
    Some(tree(head, &import.tree, space.before(1)?)? + ";")
}

/// Formats a tree after its prefix.
fn tree(before: String, tree: &UseTree, space: Space) -> Option<String> {
    Some(match tree {
        UseTree::Path(path) => self::tree(format!("{before}{}::", path.ident), &path.tree, space)?,
        UseTree::Name(name) => format!("{before}{}", name.ident),
        UseTree::Rename(name) => format!("{before}{} as {}", name.ident, name.rename),
        UseTree::Glob(_) => format!("{before}*"),
        // Removes the braces around a single name.
        UseTree::Group(group) if group.items.len() == 1 && !group.items.iter().any(is_self) => {
            self::tree(before, group.items.first()?, space)?
        }
        UseTree::Group(group) => {
            let below = space.below();
            let inner = below.before(1)?;
            let mut trees: Vec<&UseTree> = group.items.iter().collect();
            trees.sort_by(|left, right| compare(left, right));
            let items = trees
                .into_iter()
                .map(|item| self::tree(String::new(), item, inner));
            let items: Vec<String> = items.collect::<Option<_>>()?;
            let nested = group.items.iter().any(is_nested);
            let row = items.join(", ");
            // Four columns: the braces, and two columns that rustfmt leaves free.
            if !nested && width(&before) + width(&row) + 4 <= space.width {
                return Some(format!("{before}{{{row}}}"));
            }
            let rows = pack(&items, below);
            format!("{before}{{{}{rows}{}}}", below.newline(), space.newline())
        }
    })
}

fn is_self(tree: &UseTree) -> bool {
    matches!(tree, UseTree::Name(name) if name.ident == "self")
}

fn is_nested(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => is_nested(&path.tree),
        UseTree::Group(_) => true,
        _ => false,
    }
}

/// Returns the order of two imports, compared name by name. A group in braces follows a name.
pub(super) fn compare(left: &UseTree, right: &UseTree) -> Ordering {
    let (mut left, mut right) = (left, right);
    loop {
        let names = (name(left), name(right));
        let ordering = rank(left, &names.0).cmp(&rank(right, &names.1));
        let ordering = ordering.then_with(|| order(&names.0, &names.1));
        match (left, right) {
            _ if ordering.is_ne() => return ordering,
            (UseTree::Path(first), UseTree::Path(second)) => {
                (left, right) = (&first.tree, &second.tree);
            }
            (UseTree::Path(_), _) => return Ordering::Greater,
            (_, UseTree::Path(_)) => return Ordering::Less,
            _ => return Ordering::Equal,
        }
    }
}

fn name(tree: &UseTree) -> String {
    match tree {
        UseTree::Path(path) => path.ident.to_string(),
        UseTree::Name(name) => name.ident.to_string(),
        UseTree::Rename(name) => name.ident.to_string(),
        UseTree::Glob(_) | UseTree::Group(_) => String::new(),
    }
}

fn rank(tree: &UseTree, name: &str) -> u8 {
    match (tree, name) {
        (UseTree::Glob(_), _) => 4,
        (UseTree::Group(_), _) => 5,
        (_, "self") => 0,
        (_, "super") => 1,
        (_, "crate") => 2,
        _ => 3,
    }
}

/// Returns the order of two names in imports: numbers by value, `_` first.
fn order(left: &str, right: &str) -> Ordering {
    let (left, right) = (
        left.trim_start_matches("r#"),
        right.trim_start_matches("r#"),
    );
    let mut rest = (left.chars().peekable(), right.chars().peekable());
    loop {
        let (Some(a), Some(b)) = (rest.0.peek().copied(), rest.1.peek().copied()) else {
            return rest
                .0
                .count()
                .cmp(&rest.1.count())
                .then_with(|| left.cmp(right));
        };
        let ordering = if a.is_ascii_digit() && b.is_ascii_digit() {
            number(&mut rest.0).cmp(&number(&mut rest.1))
        } else {
            rest.0.next();
            rest.1.next();
            (a != '_', a).cmp(&(b != '_', b))
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
}

/// Returns the digits of a number with their count, so that longer numbers are greater.
fn number(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String) {
    let digits = std::iter::from_fn(|| characters.next_if(char::is_ascii_digit));
    let digits: String = digits.skip_while(|digit| *digit == '0').collect();
    (digits.len(), digits)
}
