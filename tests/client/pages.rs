//! Pages of a list: their requests, and their end.

use std::{convert::Infallible, sync::Mutex};

use bytes::Bytes;
use github_oauth_authorizations::{
    CallError, Error, FnTransport, Operation, RequestBody, RequestError, blocking,
    oauth_authorizations::*, runtime::Client,
};
use http::{Request, Response};
use serde_json::{Value, json};

use crate::{
    messages::{BASE, request_text},
    own_transport::{VERSION, wait},
    samples::{basic_error, example},
};

/// A server with three pages, which records its requests.
#[derive(Default)]
struct Pages {
    take_requests: Mutex<Vec<String>>,
}

impl Pages {
    fn response(&self, request: &Request<RequestBody>) -> Response<Bytes> {
        self.take_requests
            .lock()
            .unwrap()
            .push(request_text(request));
        let query = request.uri().query().unwrap_or_default();
        let page = query.split('&').find_map(|pair| pair.strip_prefix("page="));
        let page: i64 = page.map_or(1, |page| page.parse().unwrap());
        let mut grant = example("application-grant");
        grant["id"] = json!(page);
        let next = match page {
            1 => Some(format!(
                "<{BASE}/applications/grants?per_page=1&page=2>; rel=\"next\""
            )),
            // The link is relative to the current page, and follows another link.
            2 => {
                Some("<?page=1>; rel=\"prev\", <grants?per_page=1&page=3>; rel=\"next\"".to_owned())
            }
            _ => None,
        };
        let mut response = Response::builder().header("content-type", "application/json");
        if let Some(next) = next {
            response = response.header("link", next);
        }
        response
            .body(Value::from(vec![grant]).to_string().into())
            .unwrap()
    }

    fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.take_requests.lock().unwrap())
    }
}

/// Returns the request of a page, with the headers of the call and of the client.
fn page(query: &str) -> String {
    format!(
        "GET {BASE}/applications/grants?{query}\n\
         accept: application/json\n\
         x-github-otp: 123456\n\
         user-agent: github-oauth-authorizations/{VERSION}\n\
         authorization: Bearer token\n\
         x-default: a\n"
    )
}

#[test]
fn pages_are_requested_one_by_one() {
    let server = &*Box::leak(Box::new(Pages::default()));
    let transport = FnTransport(|request: Request<RequestBody>| {
        std::future::ready(Ok::<_, Infallible>(server.response(&request)))
    });
    let client = Client::with_transport(transport, BASE)
        .bearer_auth("token")
        .default_header("X-Default", "a")
        .build()
        .unwrap();
    let operation = list_grants()
        .per_page(1)
        .header("X-GitHub-OTP", "123456")
        .unwrap();
    let mut pages = client.pages(&operation);
    let ids = wait(async {
        let mut ids = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            assert_eq!(page.status, 200);
            assert_eq!(page.headers["content-type"], "application/json");
            ids.extend(page.value.iter().map(|grant| grant.id));
        }
        assert!(pages.next().await.is_none());
        ids
    });
    assert_eq!(ids, [1, 2, 3]);
    let expected = [
        page("per_page=1"),
        page("per_page=1&page=2"),
        page("per_page=1&page=3"),
    ];
    assert_eq!(server.take_requests(), expected);

    let transport = FnTransport(|request| Ok::<_, Infallible>(server.response(&request)));
    let client = blocking::Client::with_transport(transport, BASE)
        .bearer_auth("token")
        .default_header("X-Default", "a")
        .build()
        .unwrap();
    let mut pages = client.pages(&operation);
    let ids = pages.by_ref().flat_map(|page| page.unwrap().value);
    assert_eq!(ids.map(|grant| grant.id).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(pages.next().is_none());
    assert_eq!(server.take_requests(), expected);
}

#[test]
fn pages_end_with_an_error() {
    let elsewhere = |origin: &str| RequestError::CrossOriginNextPage {
        origin: origin.to_owned(),
    };
    for (link, expected) in [
        (
            "<http://evil.example/a?b>; rel=next",
            elsewhere("http://evil.example"),
        ),
        (
            "<//evil.example:1/>; rel=next",
            elsewhere("https://evil.example:1"),
        ),
        (
            "<https://ghe.example.com:444/>; rel=next",
            elsewhere("https://ghe.example.com:444"),
        ),
        (
            "<http://ghe.example.com/>; rel=next",
            elsewhere("http://ghe.example.com"),
        ),
        (
            "<https://u:p@ghe.example.com/>; rel=next",
            RequestError::InvalidNextPage,
        ),
        (
            "<ftp://ghe.example.com/>; rel=next",
            RequestError::InvalidNextPage,
        ),
        // A page that links to itself would never end.
        ("<>; rel=next", RequestError::InvalidNextPage),
    ] {
        let transport = FnTransport(move |_| {
            Response::builder()
                .header("link", link)
                .body(Bytes::from_static(b"[]"))
        });
        let client = blocking::Client::with_transport(transport, BASE)
            .build()
            .unwrap();
        let mut pages = client.pages(list_authorizations());
        assert_eq!(pages.next().unwrap().unwrap().value, []);
        match pages.next().unwrap().unwrap_err() {
            CallError::Error(Error::Request { source, .. }) => assert_eq!(source, expected),
            other => panic!("{other:?}"),
        }
        assert!(pages.next().is_none());
    }
    let transport = FnTransport(|_| {
        let response = Response::builder()
            .status(404)
            .header("link", "<?page=2>; rel=next");
        response.body(Bytes::from(basic_error().to_string()))
    });
    let client = blocking::Client::with_transport(transport, BASE)
        .build()
        .unwrap();
    let mut pages = client.pages(list_authorizations());
    assert!(matches!(
        pages.next().unwrap().unwrap_err(),
        CallError::ErrorResponse(_)
    ));
    assert!(pages.next().is_none());
}
