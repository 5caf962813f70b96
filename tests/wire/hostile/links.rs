//! `Link` headers that are large, malformed or endless. Their grammar is tested with `link.rs`, and their
//! targets are tested in `paging.rs`.

use github_oauth_authorizations::{Client, blocking, oauth_authorizations::*};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{both, runtime},
    sample::{AUTHORIZATION, list},
};

const NEXT: &str = "</two>; rel=\"next\"";
/// The size of a head that both clients accept.
const SIZE: usize = 48 << 10;

/// A first page with these values of `Link`.
fn page<V: AsRef<[u8]>>(links: impl IntoIterator<Item = V>) -> Vec<Act> {
    let body = list(AUTHORIZATION);
    let mut bytes = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for link in links {
        bytes.extend(b"link: ");
        bytes.extend(link.as_ref());
        bytes.extend(b"\r\n");
    }
    bytes.extend(format!("\r\n{body}").bytes());
    vec![Act::Send(bytes)]
}

#[test]
fn links_may_have_any_size() {
    let filled = |part: &str| part.repeat((SIZE - NEXT.len()) / part.len());
    let other = "</other>; rel=\"item\", ";
    let after = |part: &str, next: &str| page([filled(part) + next]);
    let fields = |count: usize| vec![other.trim_end_matches(", "); count];
    let rows: [(&str, Vec<Act>, usize); 18] = [
        ("2,000 links before the next page", after(other, NEXT), 2),
        (
            "2,000 links after the next page",
            page([format!("{NEXT}, {}", filled(other))]),
            2,
        ),
        (
            "80 fields before the next page",
            page([fields(80), vec![NEXT]].concat()),
            2,
        ),
        (
            "80 fields after the next page",
            page([vec![NEXT], fields(80)].concat()),
            2,
        ),
        ("2,000 next pages", after("</two>; rel=next, ", NEXT), 2),
        ("empty members", after(", ", NEXT), 2),
        (
            "empty parameters",
            page([format!("</two>{}; rel=next", filled(";"))]),
            2,
        ),
        (
            "many relations",
            page([format!("</two>; rel=\"{}next\"", filled("item "))]),
            2,
        ),
        (
            "a long parameter",
            page([format!("</two>; title=\"{}\"; rel=next", filled("m"))]),
            2,
        ),
        (
            "a long escaped parameter",
            page([format!("</two>; title=\"{}\"; rel=next", filled("\\\""))]),
            2,
        ),
        ("open brackets", after("<", NEXT), 1),
        ("links without relations", after("</two>, ", "</two>"), 1),
        (
            "links that are not closed",
            after("</two; rel=next, ", ""),
            1,
        ),
        (
            "quotes that are not closed",
            page([format!("</two>; rel=\"{}next", filled("\\\""))]),
            1,
        ),
        ("blanks", after("\t", "m"), 1),
        (
            "bytes that are not UTF-8",
            page([b"</two>; title=\"\xff\"; rel=next"]),
            1,
        ),
        (
            "bytes that are not UTF-8 in another field",
            page([&b"\xff"[..], NEXT.as_bytes()]),
            2,
        ),
        ("no value", page([""]), 1),
    ];
    both(|side| {
        for (behavior, script, pages) in &rows {
            println!("{behavior}");
            let server = Server::start([script.clone(), page([""])]).unwrap();
            let read = side.client(&server, []).pages(list_authorizations());
            assert!(read.iter().all(Result::is_ok), "{read:?}");
            assert_eq!(read.len(), *pages);
            let targets = server.received().into_iter().skip(1);
            assert!(
                targets
                    .into_iter()
                    .all(|target| target.line == "GET /two HTTP/1.1")
            );
        }
    });
}

/// A target that is too long for a URL ends the pages with an error.
#[test]
fn a_too_long_target_is_an_error() {
    both(|side| {
        for (length, is_next) in [(8 << 10, true), (SIZE, true)] {
            println!("{length}");
            let link = format!("</{}>; rel=next", "m".repeat(length));
            let server = Server::start([page([link]), page([""])]).unwrap();
            let read = side.client(&server, []).pages(list_authorizations());
            assert_eq!(read.len(), 2);
            assert_eq!(read.last().unwrap().is_ok(), is_next);
        }
    });
}

/// The caller ends an endless sequence of pages: each page is requested on demand.
#[test]
fn endless_pages_are_requested_on_demand() {
    const PAGES: usize = 50;
    let scripts = || (0..2 * PAGES).map(|number| page([format!("</{number}>; rel=next")]));
    let server = Server::start(scripts()).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let pages = client.pages(list_authorizations()).take(PAGES);
    assert_eq!(pages.filter(Result::is_ok).count(), PAGES);
    assert_eq!(server.received().len(), PAGES);

    let server = Server::start(scripts()).unwrap();
    let client = Client::builder(server.origin()).build().unwrap();
    runtime().block_on(async {
        let mut pages = client.pages(list_authorizations());
        for _ in 0..PAGES {
            pages.next().await.unwrap().unwrap();
        }
    });
    assert_eq!(server.received().len(), PAGES);
}
