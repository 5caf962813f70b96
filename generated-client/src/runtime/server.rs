//! The servers of the document: templates of base URLs (OpenAPI 3.0.3, section 4.7.5).

use super::{BaseUrl, BaseUrlError, uri};

/// The variable that stands for where the document itself is: scheme, host and port.
const ORIGIN: &str = "origin";

/// A base URL with placeholders: `https://{region}.example.com/v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerTemplate {
    url: &'static str,
    variables: &'static [ServerVariable],
}

/// What a placeholder of a [`ServerTemplate`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerVariable {
    name: &'static str,
    default: Option<&'static str>,
    allowed: &'static [&'static str],
}

impl ServerVariable {
    /// A variable with its default, if it has one that is usable, and the values that it can have,
    /// which are any where the list is empty.
    #[must_use]
    pub const fn new(
        name: &'static str,
        default: Option<&'static str>,
        allowed: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            default,
            allowed,
        }
    }
}

/// A piece of a template.
enum Piece {
    Literal(&'static str),
    Variable(&'static str),
}

/// Where in a URL a variable is: its value fills its place, and moves no other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    Scheme,
    /// At the beginning: scheme, host and port, and perhaps a path.
    Start,
    Authority,
    Path,
}

impl Spot {
    /// The place after `text`, before the literal `next`.
    fn after(text: &str, next: Option<&str>) -> Self {
        if text.is_empty() {
            let is_scheme = next.is_some_and(|next| next.starts_with("://"));
            return if is_scheme { Self::Scheme } else { Self::Start };
        }
        // `https://host/`: only a path comes after three slashes.
        if text.splitn(4, '/').count() == 4 {
            Self::Path
        } else {
            Self::Authority
        }
    }

    fn fits(self, value: &str) -> bool {
        let outside: &[char] = match self {
            Self::Scheme => &['?', '#', '\\', '/', '@', ':'],
            Self::Authority => &['?', '#', '\\', '/', '@'],
            Self::Start | Self::Path => &['?', '#', '\\'],
        };
        !value.is_empty() && !value.contains(outside)
    }
}

impl ServerTemplate {
    /// A template with its variables.
    #[must_use]
    pub const fn new(url: &'static str, variables: &'static [ServerVariable]) -> Self {
        Self { url, variables }
    }

    /// Fills in values by name; a variable without one has its default.
    ///
    /// # Errors
    ///
    /// When a value is missing, empty, not one of those allowed or doesn't fit its place, or the
    /// result isn't a base URL.
    pub fn fill(&self, values: &[(&str, &str)]) -> Result<BaseUrl, BaseUrlError> {
        const OPEN: BaseUrlError = BaseUrlError("has a placeholder that isn't filled in");
        let pieces = self.pieces().ok_or(OPEN)?;
        let mut text = String::new();
        let mut rest = pieces.as_slice();
        while let [piece, after @ ..] = rest {
            rest = after;
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Variable(name) => {
                    let given = values.iter().find(|(known, _)| known == name);
                    let given = given.map(|(_, value)| *value);
                    let value = given.or_else(|| self.variable(name)?.default).ok_or(OPEN)?;
                    if !self.allows(name, value) {
                        return Err(BaseUrlError(
                            "has a variable with a value that isn't allowed",
                        ));
                    }
                    if !Spot::after(&text, literal(after)).fits(value) {
                        return Err(BaseUrlError(
                            "has a variable that is empty or doesn't fit its place",
                        ));
                    }
                    text.push_str(value);
                }
            }
        }
        BaseUrl::parse(&text)
    }

    /// The values of the variables with which the template is this URL, if there are any.
    fn values<'t>(&self, url: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
        let pieces = self.pieces()?;
        let mut values = Vec::new();
        let mut rest = pieces.as_slice();
        let mut at = 0;
        while let [piece, after @ ..] = rest {
            rest = after;
            let (before, text) = url.split_at_checked(at)?;
            at += match piece {
                Piece::Literal(literal) => text.strip_prefix(literal).map(|_| literal.len())?,
                Piece::Variable(name) => {
                    let end = match literal(after) {
                        None => text.len(),
                        Some(last) if after.len() == 1 => text.strip_suffix(last)?.len(),
                        Some(next) => text.find(next)?,
                    };
                    let value = text.get(..end)?;
                    let spot = Spot::after(before, literal(after));
                    // What a document is served from is an origin.
                    let fits = match spot {
                        Spot::Start => is_origin(value),
                        spot => spot.fits(value),
                    };
                    if !fits || !self.allows(name, value) {
                        return None;
                    }
                    values.push((*name, value));
                    end
                }
            };
        }
        (at == url.len()).then_some(values)
    }

    /// Whether the document says these values, and not the caller.
    fn states(&self, values: &[(&str, &str)]) -> bool {
        values.iter().all(|(name, value)| {
            self.variable(name).is_some_and(|variable| {
                variable.allowed.contains(value) || variable.default == Some(value)
            })
        })
    }

    fn allows(&self, name: &str, value: &str) -> bool {
        self.variable(name)
            .is_none_or(|variable| variable.allowed.is_empty() || variable.allowed.contains(&value))
    }

    fn variable(&self, name: &str) -> Option<&'static ServerVariable> {
        let mut variables = self.variables.iter();
        variables.find(|variable| variable.name == name)
    }

    /// The template in pieces, without slashes at its end; `None` when braces aren't pairs.
    fn pieces(&self) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = self.url.trim_end_matches('/');
        while let Some((literal, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            if !literal.is_empty() {
                pieces.push(Piece::Literal(literal));
            }
            pieces.push(Piece::Variable(name));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest));
        }
        Some(pieces)
    }
}

/// The literal that begins a template.
fn literal(pieces: &[Piece]) -> Option<&'static str> {
    match pieces {
        [Piece::Literal(literal), ..] => Some(literal),
        _ => None,
    }
}

/// Whether it is a scheme with a host, without a path.
fn is_origin(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(scheme, host)| Spot::Scheme.fits(scheme) && Spot::Authority.fits(host))
}

impl BaseUrl {
    /// Where an operation is that the document serves elsewhere than the rest of the API.
    ///
    /// `document` is where the document says that the API is, `own` where it says that this
    /// operation is. Variables have the values that they have in this URL. Another origin is
    /// gone to only when this URL is one of the document's own, since credentials go there too,
    /// and never from `https` to `http`; otherwise the operation is at this URL.
    #[must_use]
    pub fn for_operation(&self, document: &[ServerTemplate], own: &[ServerTemplate]) -> Self {
        let text = self.as_str();
        if own.iter().any(|server| server.values(text).is_some()) {
            return self.clone();
        }
        let known = document.iter().filter_map(|server| {
            let values = server.values(text)?;
            Some((server.states(&values), values))
        });
        let (is_documented, mut values) =
            known.max_by_key(|(stated, _)| *stated).unwrap_or_default();
        let origin = uri::shown_origin(self.uri());
        values.push((ORIGIN, &origin));
        let is_secure = |url: &Self| url.uri().scheme_str() == Some("https");
        own.iter()
            .filter_map(|server| server.fill(&values).ok())
            .find(|url| {
                let is_allowed = is_documented && is_secure(url) >= is_secure(self);
                is_allowed || uri::same_origin(url.uri(), self.uri())
            })
            .unwrap_or_else(|| self.clone())
    }
}
