//! Lists in brackets: arguments, arrays, tuples and generic arguments.
//!
//! A narrow list has one row. In a wider list, a last element with its own brackets may start on
//! the row and continue below. Otherwise, every element has a line.

use syn::{Expr, GenericArgument, Pat};

use super::{
    expression::expression,
    pattern::pattern,
    ty,
    width::{Space, TAB, breaks, first_line, width},
};

/// The maximum width of the arguments of a call on one line.
pub(super) const CALL: usize = 60;

/// The maximum width of the elements of an array on one line.
const ARRAY: usize = 60;

/// The maximum width of elements that share lines.
const SHORT: usize = 10;

/// An element of a list.
#[derive(Clone, Copy)]
pub(super) enum Element<'a> {
    Expression(&'a Expr),
    Argument(&'a GenericArgument),
    Pattern(&'a Pat),
}

/// A list, with the text before its opening bracket.
pub(super) struct List<'a> {
    prefix: &'a str,
    open: char,
    close: char,
    elements: Vec<Element<'a>>,
    /// The maximum width of the elements on one line.
    most: usize,
}

/// The layout of the elements.
enum Setting {
    Row,
    Rows,
    Column,
}

impl<'a> List<'a> {
    /// Returns the list of the arguments of a call, or of the elements of a tuple.
    pub(super) fn call(prefix: &'a str, elements: impl Iterator<Item = Element<'a>>) -> Self {
        Self {
            prefix,
            open: '(',
            close: ')',
            elements: elements.collect(),
            most: CALL,
        }
    }

    /// Returns the list of an array.
    pub(super) fn array(elements: impl Iterator<Item = &'a Expr>) -> Self {
        let elements = elements.map(Element::Expression).collect();
        Self {
            prefix: "",
            open: '[',
            close: ']',
            elements,
            most: ARRAY,
        }
    }

    /// Returns the list of the generic arguments of a path.
    pub(super) fn generics(
        prefix: &'a str,
        elements: impl Iterator<Item = &'a GenericArgument>,
    ) -> Self {
        let elements = elements.map(Element::Argument).collect();
        Self {
            prefix,
            open: '<',
            close: '>',
            elements,
            most: usize::MAX,
        }
    }

    /// Formats the list after its prefix.
    pub(super) fn layout(&self, space: Space) -> Option<String> {
        let Self {
            prefix,
            open,
            close,
            ..
        } = self;
        let budget = space.width.saturating_sub(width(prefix) + 2);
        if self.elements.is_empty() {
            return Some(format!("{prefix}{open}{close}"));
        }
        let (setting, texts) = self.arrange(space, budget)?;
        // If the last element continues on the next line, the first line needs no space for the
        // closing bracket.
        let row = texts.join(", ");
        if matches!(setting, Setting::Row) && first_line(&row) <= budget + 1 {
            return Some(format!("{prefix}{open}{row}{close}"));
        }
        let below = space.below();
        let rows = match setting {
            Setting::Row => row,
            Setting::Rows => pack(&texts, below),
            Setting::Column => texts.join(&format!(",{}", below.newline())) + ",",
        };
        Some(format!(
            "{prefix}{open}{}{rows}{}{close}",
            below.newline(),
            space.newline()
        ))
    }

    /// Formats the elements and selects their layout.
    fn arrange(&self, space: Space, budget: usize) -> Option<(Setting, Vec<String>)> {
        let below = space.below();
        let below = below.before(1).unwrap_or(below.at_most(0));
        if let [only] = self.elements.as_slice()
            && let Some(text) = self.overflow(*only, space, budget)
        {
            // If the text has one line break, possibly only the closing bracket didn't fit.
            let straight = (breaks(&text) == 1).then(|| only.layout(below)).flatten();
            let straight = straight.filter(|text| !text.contains('\n'));
            return Some((Setting::Row, vec![straight.unwrap_or(text)]));
        }
        let texts = self.elements.iter().map(|element| element.layout(below));
        let texts: Vec<String> = texts.collect::<Option<_>>()?;
        let setting = self.setting(&texts, budget);
        Some((setting, texts))
    }

    fn setting(&self, texts: &[String], budget: usize) -> Setting {
        // The width of a row doesn't limit a single element.
        let most = if texts.len() == 1 {
            budget
        } else {
            budget.min(self.most)
        };
        let single = texts.iter().all(|text| !text.contains('\n'));
        let total: usize = texts.iter().map(|text| width(text)).sum();
        if single && total + 2 * (texts.len() - 1) <= most {
            Setting::Row
        } else if self.elements.iter().all(Element::is_simple)
            && texts.iter().all(|text| text.len() <= SHORT)
        {
            Setting::Rows
        } else {
            Setting::Column
        }
    }

    /// Formats a single element that starts after the bracket; `None` if rustfmt moves the element
    /// to the next line.
    fn overflow(&self, only: Element<'_>, space: Space, budget: usize) -> Option<String> {
        let Element::Expression(expr) = only else {
            return None;
        };
        // Short names such as `Ok(` are not left alone on a line.
        let tight = self.prefix.len() < TAB;
        if !tight && !overflows(expr) {
            return None;
        }
        let line = space
            .after(width(self.prefix) + 1)
            .and_then(|space| space.before(1));
        let mut line = line.unwrap_or(space.at_most(0));
        if is_call(expr) {
            line = line.at_most(self.most);
        }
        line.unbroken_chains |= !tight && matches!(expr, Expr::MethodCall(_));
        let text = expression(expr, line)?;
        (first_line(&text) <= budget.min(self.most)).then_some(text)
    }
}

impl Element<'_> {
    fn layout(&self, space: Space) -> Option<String> {
        match self {
            Self::Expression(expr) => expression(expr, space),
            Self::Argument(argument) => ty::argument(argument, space),
            Self::Pattern(pat) => pattern(pat, space),
        }
    }

    /// Returns `true` for a literal or a name. Short literals and names share a line.
    fn is_simple(&self) -> bool {
        match self {
            Self::Expression(expr) => is_simple(expr),
            Self::Argument(_) | Self::Pattern(_) => false,
        }
    }
}

fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.segments.len() <= 1,
        Expr::Reference(reference) => is_simple(&reference.expr),
        Expr::Field(field) => is_simple(&field.base),
        Expr::Try(tried) => is_simple(&tried.expr),
        Expr::Unary(unary) => is_simple(&unary.expr),
        _ => false,
    }
}

/// Returns `true` for a call. A call in a call is limited to the width of a call.
fn is_call(expr: &Expr) -> bool {
    match expr {
        Expr::Call(_) | Expr::Macro(_) => true,
        Expr::Reference(reference) => is_call(&reference.expr),
        Expr::Try(tried) => is_call(&tried.expr),
        Expr::Unary(unary) => is_call(&unary.expr),
        Expr::Cast(cast) => is_call(&cast.expr),
        _ => false,
    }
}

/// Returns `true` if a single argument may start after the bracket of its call and continue below.
pub(super) fn overflows(expr: &Expr) -> bool {
    match expr {
        Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Macro(_)
        | Expr::Struct(_)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Match(_)
        | Expr::Block(_)
        | Expr::Closure(_) => true,
        Expr::Reference(reference) => overflows(&reference.expr),
        Expr::Try(tried) => overflows(&tried.expr),
        Expr::Unary(unary) => overflows(&unary.expr),
        Expr::Cast(cast) => overflows(&cast.expr),
        _ => false,
    }
}

/// Formats short elements, as many on a line as fit. An element with braces has its own line.
pub(super) fn pack(texts: &[String], space: Space) -> String {
    let mut rows = String::new();
    let mut used = 0;
    let mut alone = false;
    for (index, text) in texts.iter().enumerate() {
        // rustfmt doesn't count the last comma.
        let wide = width(text) + usize::from(index + 1 < texts.len());
        let before = std::mem::replace(&mut alone, text.contains('{'));
        if used > 0 && (used + 1 + wide >= space.width || before || alone) {
            rows.push_str(&space.newline());
            used = 0;
        }
        if used > 0 {
            rows.push(' ');
            used += 1;
        }
        rows.push_str(text);
        rows.push(',');
        used += wide;
    }
    rows
}
