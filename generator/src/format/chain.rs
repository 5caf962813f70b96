//! Chains of fields, method calls and `?`. A narrow chain is on one line. In a wider chain, the
//! last call is broken between its brackets, or each link has a line.

use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Member};

use super::{
    expression::expression,
    list::{Element, List},
    ty,
    width::{Space, TAB, breaks, first_line, last_line, width},
};

/// The maximum width of a chain on one line.
const CHAIN: usize = 60;

/// A link of a chain after its root.
struct Link<'a> {
    kind: Kind<'a>,
    /// The number of `?` after the link.
    tries: usize,
}

enum Kind<'a> {
    Call(&'a ExprMethodCall),
    Field(&'a Member),
    Await,
}

/// The state of formatting a chain.
struct Chain<'a> {
    root: &'a Expr,
    tries: usize,
    links: Vec<Link<'a>>,
}

/// Formats a chain; `expr` is the whole chain.
pub(super) fn chain(expr: &Expr, space: Space) -> Option<String> {
    let text = unroll(expr)?.layout(space)?;
    space.keep(text)
}

/// Collects the links of a chain, from the last link to the root.
fn unroll(expr: &Expr) -> Option<Chain<'_>> {
    let mut links = Vec::new();
    let mut expr = expr;
    let mut tries = 0;
    loop {
        let (attrs, kind, next) = match expr {
            Expr::Try(tried) => {
                if !tried.attrs.is_empty() {
                    return None;
                }
                tries += 1;
                expr = &tried.expr;
                continue;
            }
            Expr::MethodCall(call) => (&call.attrs, Kind::Call(call), &call.receiver),
            Expr::Field(field) => (&field.attrs, Kind::Field(&field.member), &field.base),
            Expr::Await(waited) => (&waited.attrs, Kind::Await, &waited.base),
            _ => break,
        };
        if !attrs.is_empty() {
            return None;
        }
        links.push(Link { kind, tries });
        tries = 0;
        expr = next;
    }
    links.reverse();
    Some(Chain {
        root: expr,
        tries,
        links,
    })
}

impl Chain<'_> {
    fn layout(&self, space: Space) -> Option<String> {
        let mut root = expression(self.root, space.before(self.tries)?)?;
        root.extend(std::iter::repeat_n('?', self.tries));
        let mut deeper = !(root.contains('\n') && is_block_like(self.root));
        let mut links = self.links.iter().peekable();
        // A root that is no wider than the indentation shares its line with the first link.
        let alone = TAB.saturating_sub(space.offset);
        while root.len() <= alone && !root.contains('\n') {
            let Some(link) = links.peek() else { break };
            let Some(text) = link.layout(space.after(root.len())?) else {
                break;
            };
            root.push_str(&text);
            links.next();
            deeper = !is_extendable(&root);
        }
        let links: Vec<&Link<'_>> = links.collect();
        let Some((last, others)) = links.split_last() else {
            return Some(root);
        };
        let below = if deeper { space.below() } else { space.level() };
        let mut texts = vec![root];
        for link in others {
            texts.push(link.layout(below)?);
        }
        let (text, one_line) = self.last(last, &texts, space, below)?;
        texts.push(text);
        if one_line {
            return Some(texts.concat());
        }
        if space.unbroken_chains {
            return None;
        }
        Some(texts.join(&below.newline()))
    }

    /// Formats the last link, on the line of the other links or on its own line.
    fn last(
        &self,
        last: &Link<'_>,
        before: &[String],
        space: Space,
        below: Space,
    ) -> Option<(String, bool)> {
        let root = before.first()?;
        let extendable = is_extendable(root);
        let used = if extendable {
            last_line(root)
        } else {
            before.iter().map(|text| width(text)).sum()
        };
        let used = used + last.tries;
        let most = if self.links.len() == 1 {
            space.width
        } else {
            space.width.min(CHAIN)
        };
        let budget = most.saturating_sub(used);
        let single = budget > 0 && before.iter().all(|text| !text.contains('\n'));
        let own_line = below.before(space.reserved() + last.tries)?;
        let line = if single {
            space.before(last.tries)?
        } else if extendable {
            below.before(last.tries)?
        } else {
            return Some((last.layout(own_line)?, false));
        };
        let behind = line.after(used).and_then(|line| last.layout(line));
        let Some(behind) = behind else {
            return Some((last.layout(line)?, false));
        };
        let fits = first_line(&behind) <= budget;
        // A narrow link or a long chain needs no comparison.
        if fits && (breaks(&behind) == 0 || breaks(&behind) >= 4) {
            return Some((behind, single));
        }
        Some(match last.layout(own_line) {
            Some(own) if !fits || breaks(&own) < breaks(&behind) => (own, false),
            _ => (behind, fits && single),
        })
    }
}

impl Link<'_> {
    fn layout(&self, space: Space) -> Option<String> {
        let space = space.before(self.tries)?;
        let mut text = match &self.kind {
            Kind::Await => ".await".to_owned(),
            Kind::Field(member) => format!(".{}", member.to_token_stream()),
            Kind::Call(call) => {
                let mut name = format!(".{}", call.method);
                if let Some(turbofish) = &call.turbofish {
                    name.push_str(&ty::generics(turbofish)?);
                }
                List::call(&name, call.args.iter().map(Element::Expression)).layout(space)?
            }
        };
        text.extend(std::iter::repeat_n('?', self.tries));
        Some(text)
    }
}

/// Returns `true` if the last line has only brackets, so that more links can follow.
fn is_extendable(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or_default();
    last.chars()
        .all(|c| matches!(c, '(' | ')' | ']' | '}' | '?' | '>') || c.is_whitespace())
}

/// Returns `true` if a multi-line expression ends in a bracket at its own indentation.
fn is_block_like(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Call(_)
            | Expr::Macro(_)
            | Expr::Array(_)
            | Expr::Tuple(_)
            | Expr::Struct(_)
            | Expr::Match(_)
            | Expr::Block(_)
    )
}
