//! Servers of the API description: templates of base URLs (OpenAPI 3.0.3, section 4.7.5).

use super::{BaseUrl, BaseUrlError, uri};

/// The variable whose value is the origin of the API description: scheme, host and port.
const ORIGIN: &str = "origin";

/// A base URL with placeholders: `https://{region}.example.com/v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerTemplate {
    url: &'static str,
    variables: &'static [ServerVariable],
}

/// A variable of a [`ServerTemplate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerVariable {
    name: &'static str,
    default: Option<&'static str>,
    allowed: &'static [&'static str],
}

impl ServerVariable {
    /// Creates a variable. An unusable default of the API description is `None`. If `allowed` is
    /// empty, any value is allowed.
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

/// A segment of a template.
enum Segment {
    Literal(&'static str),
    Variable(&'static str),
}

/// The component of a URL that a variable is in. A value must not extend into other components.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Component {
    Scheme,
    /// The start of the URL: scheme, host and port, optionally with a path.
    Start,
    Authority,
    Path,
}

impl Component {
    /// Returns the component after `url`, the start of a URL, and before the literal `next`.
    fn after(url: &str, next: Option<&str>) -> Self {
        if url.is_empty() {
            let is_scheme = next.is_some_and(|next| next.starts_with("://"));
            return if is_scheme { Self::Scheme } else { Self::Start };
        }
        // The path starts at the third slash: `https://host/`.
        if url.splitn(4, '/').count() == 4 {
            Self::Path
        } else {
            Self::Authority
        }
    }

    fn allows(self, value: &str) -> bool {
        let delimiters: &[char] = match self {
            Self::Scheme => &['?', '#', '\\', '/', '@', ':'],
            Self::Authority => &['?', '#', '\\', '/', '@'],
            Self::Start | Self::Path => &['?', '#', '\\'],
        };
        !value.is_empty() && !value.contains(delimiters)
    }
}

impl ServerTemplate {
    /// Creates a template.
    #[must_use]
    pub const fn new(url: &'static str, variables: &'static [ServerVariable]) -> Self {
        Self { url, variables }
    }

    /// Replaces the variables with their values, or else with their defaults.
    ///
    /// # Errors
    ///
    /// If a value is missing, empty, not allowed, or has a delimiter of another URL component, or
    /// if the result isn't a base URL.
    pub fn expand(&self, values: &[(&str, &str)]) -> Result<BaseUrl, BaseUrlError> {
        const MISSING: BaseUrlError = BaseUrlError("placeholder without a value");
        let segments = self.segments().ok_or(MISSING)?;
        let mut url = String::new();
        let mut rest = segments.as_slice();
        while let [segment, after @ ..] = rest {
            rest = after;
            match segment {
                Segment::Literal(literal) => url.push_str(literal),
                Segment::Variable(name) => {
                    let argument = values.iter().find(|(other, _)| other == name);
                    let argument = argument.map(|(_, value)| *value);
                    let default = || self.variable(name)?.default;
                    let value = argument.or_else(default).ok_or(MISSING)?;
                    if !self.allows(name, value) {
                        return Err(BaseUrlError("unlisted value of a variable"));
                    }
                    if !Component::after(&url, literal(after)).allows(value) {
                        return Err(BaseUrlError(
                            "empty value of a variable, or delimiter in the value",
                        ));
                    }
                    url.push_str(value);
                }
            }
        }
        BaseUrl::parse(&url)
    }

    /// Matches a URL and returns the values of the variables. `None` if the URL doesn't match.
    fn values<'t>(&self, url: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
        let segments = self.segments()?;
        let mut values = Vec::new();
        let mut rest = segments.as_slice();
        let mut at = 0;
        while let [segment, after @ ..] = rest {
            rest = after;
            let (before, unmatched) = url.split_at_checked(at)?;
            at += match segment {
                Segment::Literal(literal) => {
                    unmatched.strip_prefix(literal).map(|_| literal.len())?
                }
                Segment::Variable(name) => {
                    let end = match literal(after) {
                        None => unmatched.len(),
                        Some(last) if after.len() == 1 => unmatched.strip_suffix(last)?.len(),
                        Some(next) => unmatched.find(next)?,
                    };
                    let value = unmatched.get(..end)?;
                    let component = Component::after(before, literal(after));
                    let is_valid = match component {
                        // A variable at the start of the URL is a whole origin.
                        Component::Start => is_origin(value),
                        component => component.allows(value),
                    };
                    if !is_valid || !self.allows(name, value) {
                        return None;
                    }
                    values.push((*name, value));
                    end
                }
            };
        }
        (at == url.len()).then_some(values)
    }

    /// Returns `true` if the API description lists all values.
    fn lists(&self, values: &[(&str, &str)]) -> bool {
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

    /// Splits the template, without trailing slashes. `None` if the braces are unbalanced.
    fn segments(&self) -> Option<Vec<Segment>> {
        let mut segments = Vec::new();
        let mut rest = self.url.trim_end_matches('/');
        while let Some((literal, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal));
            }
            segments.push(Segment::Variable(name));
            rest = after;
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(rest));
        }
        Some(segments)
    }
}

/// Returns the first segment if it is a literal.
fn literal(segments: &[Segment]) -> Option<&'static str> {
    match segments {
        [Segment::Literal(literal), ..] => Some(literal),
        _ => None,
    }
}

/// Returns `true` if a URL consists of a scheme and an authority.
fn is_origin(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, authority)| {
        Component::Scheme.allows(scheme) && Component::Authority.allows(authority)
    })
}

impl BaseUrl {
    /// Returns the base URL of an operation with its own servers.
    ///
    /// `document` contains the servers of the API, and `own` contains the servers of the operation.
    /// Variables keep the values that they have in this URL. The result has another origin only if
    /// this URL is a documented server, since credentials are sent to that origin too. If this URL
    /// is `https`, the result isn't `http`. If no server is allowed, the result is this URL.
    #[must_use]
    pub fn for_operation(&self, document: &[ServerTemplate], own: &[ServerTemplate]) -> Self {
        let url = self.as_str();
        if own.iter().any(|server| server.values(url).is_some()) {
            return self.clone();
        }
        let matches = document.iter().filter_map(|server| {
            let values = server.values(url)?;
            Some((server.lists(&values), values))
        });
        let (is_documented, mut values) = matches
            .max_by_key(|(is_listed, _)| *is_listed)
            .unwrap_or_default();
        let origin = uri::origin_string(self.uri());
        values.push((ORIGIN, &origin));
        let is_secure = |url: &Self| url.uri().scheme_str() == Some("https");
        own.iter()
            .filter_map(|server| server.expand(&values).ok())
            .find(|url| {
                let is_allowed = is_documented && is_secure(url) >= is_secure(self);
                is_allowed || uri::same_origin(url.uri(), self.uri())
            })
            .unwrap_or_else(|| self.clone())
    }
}
