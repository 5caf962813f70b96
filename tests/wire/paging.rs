//! `pages`: a request for each page, while `Link` has a next page.

use github_oauth_authorizations::{
    CallError, Error, Operation, RequestError, oauth_authorizations::*, runtime::WithHeaders,
};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{Client, Setting, Side, both},
    leak::{BASIC, ONE_TIME_PASSWORD, PASSWORD, USER},
    response,
    sample::{AUTHORIZATION, BASIC_ERROR, list},
};

fn operation() -> WithHeaders<ListAuthorizations> {
    list_authorizations()
        .per_page(1)
        .header("x-github-otp", ONE_TIME_PASSWORD)
        .unwrap()
}

fn client(side: Side, server: &Server) -> Client {
    side.client(
        server,
        [
            Setting::Basic(USER, PASSWORD),
            Setting::Header("x-default", "hush-default"),
        ],
    )
}

fn page(next: Option<&str>) -> Vec<Act> {
    let page = response::json(200, &list(AUTHORIZATION));
    match next {
        Some(next) => page.header("link", &format!("<{next}>; rel=\"next\"")),
        None => page,
    }
    .script()
}

/// Reads all pages from a server with these scripts. Returns the number of good pages, the final
/// error, and the targets of the requests.
fn read(side: Side, scripts: Vec<Vec<Act>>) -> (usize, Option<String>, Vec<String>) {
    let server = Server::start(scripts).unwrap();
    let pages = client(side, &server).pages(operation());
    let good = pages.iter().filter(|page| page.is_ok()).count();
    let errors: Vec<_> = pages.into_iter().filter_map(Result::err).collect();
    assert!(errors.len() <= 1);
    let error = errors.into_iter().next().map(|error| match error {
        CallError::ErrorResponse(rejected) => format!("rejected {}", rejected.status.as_u16()),
        CallError::Error(Error::Request { source, .. }) => format!("{source:?}"),
        CallError::Error(Error::UndocumentedStatus(response)) => {
            format!("undocumented {}", response.status.as_u16())
        }
        CallError::Error(Error::Decode(failure)) => {
            format!("decode {}", failure.response.status.as_u16())
        }
        CallError::Error(Error::Body(error)) => format!("body {}", error.status.as_u16()),
        error => format!("{error:?}"),
    });
    let mut targets = Vec::new();
    for received in server.received() {
        // The headers of a call are sent with every page.
        assert_eq!(received.one("authorization"), Some(BASIC));
        assert_eq!(received.one("x-github-otp"), Some(ONE_TIME_PASSWORD));
        assert_eq!(received.one("x-default"), Some("hush-default"));
        assert_eq!(received.one("accept"), Some("application/json"));
        let target = received.line.strip_prefix("GET ").unwrap();
        targets.push(target.strip_suffix(" HTTP/1.1").unwrap().to_owned());
    }
    (good, error, targets)
}

/// The error as formatted by `Debug`.
const INVALID: &str = "InvalidNextPage";
const FIRST: &str = "/api/v3/authorizations?per_page=1";

#[test]
fn pages_are_read_in_order() {
    both(|side| {
        let (good, error, targets) = read(
            side,
            vec![
                page(Some("/api/v3/authorizations?per_page=1&page=2")),
                page(Some("?per_page=1&page=3")),
                page(None),
            ],
        );
        assert_eq!((good, error), (3, None));
        let last = "/api/v3/authorizations?per_page=1&page=3";
        assert_eq!(
            targets,
            [FIRST, "/api/v3/authorizations?per_page=1&page=2", last]
        );
    });
}

/// A link as real servers send it: absolute, among other links, on the origin of the base URL.
#[test]
fn an_absolute_link_is_followed() {
    both(|side| {
        let server = Server::start([]).unwrap();
        let origin = server.origin();
        let link = format!(
            "<{origin}/last>; rel=\"last\", <{origin}/two#x>; title=\"a, b\"; rel=\"prev next\""
        );
        let first = response::json(200, &list(AUTHORIZATION)).header("link", &link);
        server.then([first.script(), page(None)]);
        let pages = client(side, &server).pages(operation());
        assert_eq!(pages.len(), 2);
        assert!(pages.iter().all(Result::is_ok));
        assert_eq!(server.received()[1].line, "GET /two HTTP/1.1");
        let head = pages.into_iter().next().unwrap().unwrap();
        assert_eq!((head.status.as_u16(), head.value.len()), (200, 1));
        assert_eq!(head.headers["link"], link);
    });
}

#[test]
fn a_page_without_a_next_link_is_the_last() {
    both(|side| {
        let last = response::json(200, "[]")
            .header("link", "</first>; rel=\"first\"")
            .script();
        for only in [page(None), last] {
            let (good, error, targets) = read(side, vec![only]);
            assert_eq!((good, error, targets.len()), (1, None, 1));
        }
    });
}

#[test]
fn a_link_to_another_origin_is_an_error_after_the_page() {
    both(|side| {
        let other = Server::start([page(None)]).unwrap();
        let links = [
            (
                format!("{}/api/v3/authorizations", other.origin()),
                other.origin(),
            ),
            ("//127.0.0.1/two".to_owned(), "http://127.0.0.1".to_owned()),
            (
                "https://127.0.0.1/two?murmur".to_owned(),
                "https://127.0.0.1".to_owned(),
            ),
        ];
        for (link, origin) in links {
            println!("{link}");
            let (good, error, targets) = read(side, vec![page(Some(&link)), page(None)]);
            let expected = RequestError::CrossOriginNextPage { origin };
            assert_eq!((good, error), (1, Some(format!("{expected:?}"))));
            assert_eq!(targets, [FIRST]);
        }
        assert_eq!(other.connections(), 0);
    });
}

#[test]
fn an_invalid_link_is_an_error_after_the_page() {
    let links = [
        "ftp://127.0.0.1/two",
        "http://",
        "http://octocat:hush@127.0.0.1/",
        "http://127.0.0.1:99999/",
        // A link to the page itself.
        "",
        "?per_page=1",
        "/api/v3/authorizations?per_page=1",
        "#top",
    ];
    both(|side| {
        for link in links {
            println!("{link}");
            let (good, error, targets) = read(side, vec![page(Some(link)), page(None)]);
            assert_eq!((good, error.as_deref()), (1, Some(INVALID)));
            assert_eq!(targets, [FIRST]);
        }
    });
}

#[test]
fn a_page_that_links_to_itself_is_an_error() {
    both(|side| {
        let (good, error, targets) = read(side, vec![page(Some("/two")), page(Some("/two"))]);
        assert_eq!(good, 2);
        assert_eq!(error, Some(INVALID.to_owned()));
        assert_eq!(targets, [FIRST, "/two"]);
    });
}

/// Two pages that link to each other. The number of pages before the error is not specified.
#[test]
fn a_loop_of_pages_is_an_error() {
    both(|side| {
        let mut circle = vec![page(Some("/two"))];
        for _ in 0..10 {
            circle.extend([page(Some("/three")), page(Some("/two"))]);
        }
        let (good, error, _) = read(side, circle);
        assert_eq!(error, Some(INVALID.to_owned()), "after {good} pages");
    });
}

#[test]
fn a_failed_page_is_the_last() {
    let cut = |code| {
        let whole = response::json(code, &list(AUTHORIZATION)).bytes();
        vec![Act::Send(whole[..whole.len() - 9].to_vec()), Act::Close]
    };
    let ends = [
        (response::json(401, BASIC_ERROR).script(), "rejected 401"),
        (response::status(304).script(), "rejected 304"),
        (
            response::status(500).body("murmur").script(),
            "undocumented 500",
        ),
        (response::json(200, "murmur").script(), "decode 200"),
        (cut(200), "body 200"),
    ];
    both(|side| {
        for (end, expected) in &ends {
            let scripts = vec![page(Some("/two")), end.clone(), page(None)];
            let (good, error, targets) = read(side, scripts);
            assert_eq!((good, error.as_deref()), (1, Some(*expected)));
            assert_eq!(targets, [FIRST, "/two"]);
        }
    });
}

/// A link of a redirected page is relative to the final URL.
#[test]
fn a_link_is_resolved_against_the_redirected_url() {
    both(|side| {
        let moved = response::redirect(302, "/moved/list").script();
        let (good, error, targets) = read(side, vec![moved, page(Some("two")), page(None)]);
        assert_eq!((good, error), (2, None));
        assert_eq!(targets, [FIRST, "/moved/list", "/moved/two"]);
    });
}

/// A request that can't be built is the only item.
#[test]
fn an_invalid_request_is_the_only_item() {
    both(|side| {
        let server = Server::start([]).unwrap();
        let long = "x".repeat(70_000);
        let pages = client(side, &server).pages(list_authorizations().client_id(long));
        assert_eq!(pages.len(), 1);
        let expected = RequestError::Uri;
        match pages.into_iter().next().unwrap() {
            Err(CallError::Error(Error::Request { source, .. })) => assert_eq!(source, expected),
            page => panic!("{page:?}"),
        }
        assert_eq!(server.connections(), 0);
    });
}
