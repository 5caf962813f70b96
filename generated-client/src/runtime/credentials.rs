//! The credentials of a client, and those of them that a call takes.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use http::{HeaderMap, Request, StatusCode, Uri};

use super::{
    BoxError, Credential, RequestBody, RequestError, Security, SecurityScheme,
    security::{EncodedCredential, add_cookie},
    uri,
};

/// What comes of asking for a credential.
type CredentialFuture = Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send>>;

/// Where a credential comes from.
#[derive(Clone)]
pub(crate) enum Source {
    Value(Credential),
    /// It is told the credential that was rejected.
    Function(Arc<dyn Fn(Option<Credential>) -> CredentialFuture + Send + Sync>),
}

impl Source {
    /// A function of which the result is waited for.
    pub(crate) fn function<C, F, A, V, E>(function: F) -> Self
    where
        C: Into<Credential> + TryFrom<Credential>,
        F: Fn(Option<C>) -> A + Send + Sync + 'static,
        A: Future<Output = Result<V, E>> + Send + 'static,
        V: Into<C>,
        E: Into<BoxError>,
    {
        Self::Function(Arc::new(move |rejected| {
            let asked = function(rejected.and_then(|rejected| rejected.try_into().ok()));
            Box::pin(async move {
                let credential: C = asked.await.map_err(Into::into)?.into();
                Ok(credential.into())
            })
        }))
    }
}

/// The credentials that a client was given, in that order.
#[derive(Clone, Default)]
pub(crate) struct Credentials(Vec<(SecurityScheme, Source)>);

impl Credentials {
    /// Adds one, in the place of what the scheme had.
    pub(crate) fn set(&mut self, scheme: SecurityScheme, source: Source) {
        self.0.retain(|(known, _)| *known != scheme);
        self.0.push((scheme, source));
    }

    /// Those that a call takes: of the first alternative that there is something for, from the
    /// client, the call or the `defaults` of its headers; all, where the document doesn't say. What
    /// the call itself has in a place stays there.
    pub(crate) fn taken(
        &self,
        security: Security,
        request: &Request<RequestBody>,
        defaults: &HeaderMap,
    ) -> CallCredentials {
        let in_call = |scheme: &SecurityScheme| scheme.is_in(request.uri(), request.headers());
        let has = |scheme: &SecurityScheme| {
            let given = self.0.iter().any(|(known, _)| known == scheme);
            given || in_call(scheme) || scheme.is_in(request.uri(), defaults)
        };
        let wanted: Vec<SecurityScheme> = match security {
            None => self.0.iter().map(|(scheme, _)| *scheme).collect(),
            Some(alternatives) => {
                let mut alternatives = alternatives.iter();
                let first = alternatives.find(|schemes| schemes.iter().all(has));
                first.copied().unwrap_or_default().to_vec()
            }
        };
        let mut taken = CallCredentials::default();
        for scheme in wanted {
            let source = self.0.iter().find(|(known, _)| *known == scheme);
            let is_free =
                !in_call(&scheme) && !taken.active.iter().any(|it| it.is_in_place(&scheme));
            if let Some((_, source)) = source.filter(|_| is_free) {
                taken.active.push(ActiveCredential {
                    scheme,
                    source: source.clone(),
                    now: None,
                });
            }
        }
        taken
    }
}

/// Shows the names of the schemes.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(scheme, _)| scheme.name());
        formatter.debug_list().entries(names).finish()
    }
}

/// The credentials of a call. They are added to each of its requests when it is sent, and are in
/// none that is kept.
#[derive(Clone, Default)]
pub(crate) struct CallCredentials {
    active: Vec<ActiveCredential>,
    was_refreshed: bool,
}

#[derive(Clone)]
struct ActiveCredential {
    scheme: SecurityScheme,
    source: Source,
    now: Option<(Credential, EncodedCredential)>,
}

impl ActiveCredential {
    fn is_in_place(&self, scheme: &SecurityScheme) -> bool {
        self.scheme.excludes(scheme)
    }
}

/// The scheme for which there is no credential, and why.
pub(crate) type NoCredential = (&'static str, BoxError);

impl CallCredentials {
    /// Asks for all of them. Says whether any is another than it was.
    ///
    /// # Errors
    ///
    /// When a function gives none, or one that can't be sent.
    pub(crate) async fn ask(&mut self) -> Result<bool, NoCredential> {
        let mut changed = false;
        for held in &mut self.active {
            let name = held.scheme.name();
            let before = held.now.as_ref().map(|(credential, _)| credential);
            let credential = match &held.source {
                Source::Value(credential) => credential.clone(),
                Source::Function(function) => {
                    let asked = function(before.cloned());
                    asked.await.map_err(|error| (name, error))?
                }
            };
            if before != Some(&credential) {
                let written = held.scheme.write(&credential);
                let written = written.map_err(|reason| (name, reason.into()))?;
                held.now = Some((credential, written));
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Whether a response says that they were rejected, and a function can be asked for others: once
    /// in a call.
    pub(crate) fn should_refresh(&mut self, status: StatusCode) -> bool {
        let mut active = self.active.iter();
        let asked = active.any(|held| matches!(held.source, Source::Function(_)));
        status == StatusCode::UNAUTHORIZED
            && asked
            && !std::mem::replace(&mut self.was_refreshed, true)
    }

    /// Adds them to a request. A header takes the place of a default one.
    ///
    /// # Errors
    ///
    /// When its URI is too long with them.
    pub(crate) fn add(&self, request: &mut Request<RequestBody>) -> Result<(), RequestError> {
        for written in self.written() {
            match written {
                EncodedCredential::Header(name, value) => {
                    request.headers_mut().insert(name.clone(), value.clone());
                }
                EncodedCredential::Cookie(cookie) => add_cookie(request.headers_mut(), cookie),
                // Where a server led to it may be said otherwise.
                EncodedCredential::Query(name, _) if uri::has_pair(request.uri(), name) => {}
                EncodedCredential::Query(name, value) => {
                    let uri = uri::with_pair(request.uri(), name, value);
                    *request.uri_mut() = uri.ok_or(RequestError::Uri)?;
                }
            }
        }
        Ok(())
    }

    /// A URL that a server sent, without the credentials that it repeats.
    pub(crate) fn without(&self, mut uri: Uri) -> Uri {
        for written in self.written() {
            if let EncodedCredential::Query(name, value) = written {
                uri = uri::without_pair(uri, name, value);
            }
        }
        uri
    }

    /// Goes on elsewhere. Another origin gets none of them, and neither does what comes after it.
    pub(crate) fn follow(&mut self, from: &Uri, request: &mut Request<RequestBody>) {
        *request.uri_mut() = self.without(request.uri().clone());
        if !uri::same_origin(from, request.uri()) {
            self.active.clear();
        }
    }

    fn written(&self) -> impl Iterator<Item = &EncodedCredential> {
        let now = self.active.iter().filter_map(|held| held.now.as_ref());
        now.map(|(_, written)| written)
    }
}
