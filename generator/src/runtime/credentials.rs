//! The credentials of clients and calls.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use http::{HeaderMap, Request, StatusCode, Uri};

use super::{
    BoxError, Credential, RequestBody, RequestError, Security, SecurityScheme,
    security::{EncodedCredential, add_cookie},
    uri,
};

/// The result of a credential function.
type CredentialFuture = Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send>>;

/// The source of a credential.
#[derive(Clone)]
pub(crate) enum Source {
    Value(Credential),
    /// A function of the rejected credential, if any.
    Function(Arc<dyn Fn(Option<Credential>) -> CredentialFuture + Send + Sync>),
}

impl Source {
    /// Creates the source of an asynchronous function.
    pub(crate) fn function<C, F, A, V, E>(function: F) -> Self
    where
        C: Into<Credential> + TryFrom<Credential>,
        F: Fn(Option<C>) -> A + Send + Sync + 'static,
        A: Future<Output = Result<V, E>> + Send + 'static,
        V: Into<C>,
        E: Into<BoxError>,
    {
        Self::Function(Arc::new(move |rejected| {
            let future = function(rejected.and_then(|rejected| rejected.try_into().ok()));
            Box::pin(async move {
                let credential: C = future.await.map_err(Into::into)?.into();
                Ok(credential.into())
            })
        }))
    }
}

/// The credentials of a client, in the order in which they were set.
#[derive(Clone, Default)]
pub(crate) struct Credentials(Vec<(SecurityScheme, Source)>);

impl Credentials {
    /// Sets the credential of a scheme.
    pub(crate) fn set(&mut self, scheme: SecurityScheme, source: Source) {
        self.0.retain(|(other, _)| *other != scheme);
        self.0.push((scheme, source));
    }

    /// Returns the credentials of a call. The client uses the first alternative in `security` in
    /// which every scheme has a value: a credential, a part of `request`, or one of the
    /// `default_headers`. If no requirements are declared, it uses all credentials. A credential
    /// doesn't replace a part of `request`.
    pub(crate) fn for_call(
        &self,
        security: Security,
        request: &Request<RequestBody>,
        default_headers: &HeaderMap,
    ) -> CallCredentials {
        let is_in_call = |scheme: &SecurityScheme| scheme.is_in(request.uri(), request.headers());
        let has_value = |scheme: &SecurityScheme| {
            self.0.iter().any(|(other, _)| other == scheme)
                || is_in_call(scheme)
                || scheme.is_in(request.uri(), default_headers)
        };
        let schemes: Vec<SecurityScheme> = match security {
            None => self.0.iter().map(|(scheme, _)| *scheme).collect(),
            Some(alternatives) => {
                let mut alternatives = alternatives.iter();
                let first = alternatives.find(|schemes| schemes.iter().all(has_value));
                first.copied().unwrap_or_default().to_vec()
            }
        };
        let mut call = CallCredentials::default();
        for scheme in schemes {
            let source = self.0.iter().find(|(other, _)| *other == scheme);
            let is_free =
                !is_in_call(&scheme) && !call.active.iter().any(|it| it.shares_location(&scheme));
            if let Some((_, source)) = source.filter(|_| is_free) {
                call.active.push(ActiveCredential {
                    scheme,
                    source: source.clone(),
                    current: None,
                });
            }
        }
        call
    }
}

/// Shows the names of the schemes.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(scheme, _)| scheme.name());
        formatter.debug_list().entries(names).finish()
    }
}

/// The credentials of a call. They are added to each request just before it is sent: a saved
/// request contains none.
#[derive(Clone, Default)]
pub(crate) struct CallCredentials {
    active: Vec<ActiveCredential>,
    was_refreshed: bool,
}

#[derive(Clone)]
struct ActiveCredential {
    scheme: SecurityScheme,
    source: Source,
    current: Option<(Credential, EncodedCredential)>,
}

impl ActiveCredential {
    fn shares_location(&self, scheme: &SecurityScheme) -> bool {
        self.scheme.shares_location(scheme)
    }
}

/// The name of a scheme without a valid credential, and the reason.
pub(crate) type NoCredential = (&'static str, BoxError);

impl CallCredentials {
    /// Calls the credential functions. Returns `true` if a credential changed.
    ///
    /// # Errors
    ///
    /// If a function fails, or returns a credential that can't be sent.
    pub(crate) async fn update(&mut self) -> Result<bool, NoCredential> {
        let mut changed = false;
        for active in &mut self.active {
            let name = active.scheme.name();
            let before = active.current.as_ref().map(|(credential, _)| credential);
            let credential = match &active.source {
                Source::Value(credential) => credential.clone(),
                Source::Function(function) => {
                    let future = function(before.cloned());
                    future.await.map_err(|error| (name, error))?
                }
            };
            if before != Some(&credential) {
                let encoded = active.scheme.encode(&credential);
                let encoded = encoded.map_err(|reason| (name, reason.into()))?;
                active.current = Some((credential, encoded));
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Returns `true` if the server rejected the credentials and a function can refresh a
    /// credential. A call refreshes its credentials only once.
    pub(crate) fn should_refresh(&mut self, status: StatusCode) -> bool {
        let mut active = self.active.iter();
        let has_function = active.any(|active| matches!(active.source, Source::Function(_)));
        status == StatusCode::UNAUTHORIZED
            && has_function
            && !std::mem::replace(&mut self.was_refreshed, true)
    }

    /// Adds the credentials to a request. A credential in a header replaces a default header of the
    /// same name.
    ///
    /// # Errors
    ///
    /// If the URI becomes too long.
    pub(crate) fn add(&self, request: &mut Request<RequestBody>) -> Result<(), RequestError> {
        for encoded in self.encoded() {
            match encoded {
                EncodedCredential::Header(name, value) => {
                    request.headers_mut().insert(name.clone(), value.clone());
                }
                EncodedCredential::Cookie(cookie) => add_cookie(request.headers_mut(), cookie),
                // The URL of a redirect may already have a credential from the server.
                EncodedCredential::Query(name, _) if uri::has_pair(request.uri(), name) => {}
                EncodedCredential::Query(name, value) => {
                    let uri = uri::with_pair(request.uri(), name, value);
                    *request.uri_mut() = uri.ok_or(RequestError::Uri)?;
                }
            }
        }
        Ok(())
    }

    /// Removes the credentials from a URL that a server sent.
    pub(crate) fn without(&self, mut uri: Uri) -> Uri {
        for encoded in self.encoded() {
            if let EncodedCredential::Query(name, value) = encoded {
                uri = uri::without_pair(uri, name, value);
            }
        }
        uri
    }

    /// Prepares the target of a redirect. After a change of origin, all requests of the call are
    /// sent without credentials.
    pub(crate) fn follow(&mut self, from: &Uri, target: &mut Uri) {
        *target = self.without(std::mem::take(target));
        if !uri::same_origin(from, target) {
            self.active.clear();
        }
    }

    fn encoded(&self) -> impl Iterator<Item = &EncodedCredential> {
        let active = self.active.iter();
        active.filter_map(|active| active.current.as_ref().map(|(_, encoded)| encoded))
    }
}
