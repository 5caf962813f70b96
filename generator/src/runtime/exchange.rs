//! What the asynchronous and the blocking client do alike: everything but waiting.

use std::{collections::BTreeSet, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Uri, response::Parts};

use super::{
    BodyError, CallError, DecodeError, DecodeFailure, Error, Incoming, Operation, Outcome, Page,
    RawReply, RedirectError, RedirectReason, Rejected, Reply, RequestError, Security,
    TransportError, Upload, Want,
    credentials::{NoCredential, Taken},
    link,
    redirect::Sent,
    uri,
};

/// What an operation says of any reply, without its type: a client is compiled once for all.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) operation: &'static str,
    pub(crate) security: Security,
    pub(crate) documents: fn(StatusCode) -> bool,
    pub(crate) want: fn(&Parts) -> Want,
}

impl Rules {
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            operation: O::ID,
            security: O::SECURITY,
            documents: O::documents,
            want: O::want,
        }
    }

    pub(crate) fn no_credential(self, (scheme, source): NoCredential) -> Error {
        Error::Credential {
            operation: self.operation,
            scheme,
            source,
        }
    }

    pub(crate) fn not_written(self, source: RequestError) -> Error {
        Error::Request {
            operation: self.operation,
            source,
        }
    }

    pub(crate) fn not_sent(self, source: TransportError) -> Error {
        Error::Transport {
            operation: self.operation,
            source,
        }
    }

    pub(crate) fn not_read(self, head: &Parts, source: TransportError) -> Error {
        let headers = head.headers.clone();
        Error::Body(Box::new(BodyError::new(
            self.operation,
            head.status,
            headers,
            source,
        )))
    }

    pub(crate) fn not_followed(self, head: Parts, body: Bytes, reason: RedirectReason) -> Error {
        let reply = RawReply::new(self.operation, head.status, head.headers, body);
        Error::Redirect(Box::new(RedirectError::new(reply, reason)))
    }
}

/// A reply that isn't read yet.
pub(crate) struct Arrived<B> {
    pub(crate) head: Parts,
    pub(crate) body: Incoming<B>,
    pub(crate) origin: Origin,
}

/// Where a reply came from, after redirects, and the credentials that went there.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) uri: Uri,
    pub(crate) credentials: Taken,
}

impl<B> Arrived<B> {
    /// Reads the reply.
    pub(crate) fn read<O: Operation>(self) -> Result<Reply<O::Response<B>>, Error> {
        let Self { head, body, .. } = self;
        let bytes = match &body {
            Incoming::Bytes(bytes) => bytes.clone(),
            Incoming::Stream(_) => Bytes::new(),
        };
        match O::decode(&head, body) {
            Ok(value) => Ok(Reply::new(head.status, head.headers, value)),
            Err(source) => {
                let reply = RawReply::new(O::ID, head.status, head.headers, bytes);
                Err(match source {
                    DecodeError::Undocumented => Error::Undocumented(Box::new(reply)),
                    source => Error::Decode(Box::new(DecodeFailure::new(reply, source))),
                })
            }
        }
    }
}

/// Tells success from all else.
pub(crate) fn judge<O: Operation, B>(reply: Reply<O::Response<B>>) -> Page<O, B> {
    let Reply {
        status,
        headers,
        value,
    } = reply;
    match value.success() {
        Ok(value) => Ok(Reply::new(status, headers, value)),
        Err(value) => Err(CallError::Rejected(Box::new(Rejected::new(
            O::ID,
            status,
            headers,
            value,
        )))),
    }
}

/// The way through the pages of an operation.
pub(crate) struct Paging<O> {
    template: Option<Sent>,
    next: Option<Result<Request<Upload>, RequestError>>,
    /// Where pages came from: one that comes again would never end.
    seen: BTreeSet<String>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Paging<O> {
    pub(crate) fn new(first: Result<Request<Upload>, RequestError>) -> Self {
        Self {
            template: first.as_ref().ok().map(Sent::keep),
            next: Some(first),
            seen: BTreeSet::new(),
            operation: PhantomData,
        }
    }

    /// The request for the next page; `None` after the last one and after an error. It stays the
    /// next one until [`turn`](Self::turn): a page that is given up can be asked for again.
    pub(crate) fn request(&mut self) -> Option<Result<Request<Upload>, Error>> {
        match self.next.clone()? {
            Ok(request) => Some(Ok(request)),
            Err(source) => {
                self.next = None;
                Some(Err(Error::Request {
                    operation: O::ID,
                    source,
                }))
            }
        }
    }

    /// Ends the pages after an error, or goes on from the page that came from there.
    pub(crate) fn turn(&mut self, page: Option<(&Origin, &HeaderMap)>) {
        self.next = None;
        let (Some((Origin { uri, credentials }, headers)), Some(template)) = (page, &self.template)
        else {
            return;
        };
        let Some(target) = link::next(headers) else {
            return;
        };
        self.seen.insert(uri.to_string());
        let target = uri::resolve(uri, &target).map(|target| credentials.without(target));
        self.next = Some(match target {
            Some(target) if self.seen.contains(&target.to_string()) => {
                Err(RequestError::NextPageInvalid)
            }
            // Credentials and custom headers go with the request.
            Some(target) if !uri::same_origin(&target, &template.uri) => {
                Err(RequestError::NextPageElsewhere {
                    origin: uri::shown_origin(&target),
                })
            }
            Some(target) => Ok(template.clone().to(target)),
            None => Err(RequestError::NextPageInvalid),
        });
    }
}
