//! Credentials of `fixtures/security.yaml` in redirects, pages and errors. Every secret contains
//! `hush`.

use std::fmt::Debug;

use rejoinder_compiled::{
    fixtures::security_client::{
        CallError, Error,
        runtime::BasicCredential,
        security::{KEY, QUERY_KEY},
        untagged::*,
    },
    server::{Act, Server},
};

use crate::{
    generated::runtime,
    leak::{SECRETS, chain, check_output},
    response,
    security::{ClientSetting::From, all, asynchronous, blocking, call, credentials, fresh},
};

#[test]
fn a_redirect_on_the_same_origin_keeps_credentials() {
    let there = |target: &str| [response::redirect(302, target), response::status(200)];
    let all = all();
    let (received, _) = call(&all, &there("/there"), &by_default());
    assert_eq!(received[1], ["/there", "hush-key", "", ""]);
    let (received, _) = call(&all, &there("/there"), &by_cookie());
    assert_eq!(received[1], ["/there", "", "", "session=hush-cookie"]);
    let key = "api%20key=hush%2Ba%26b%20c";
    for target in ["/there?a=1", "/there?api+key=hush%2Ba%26b+c&a=1"] {
        let (received, _) = call(&all, &there(target), &by_query());
        assert_eq!(received[1], [&format!("/there?a=1&{key}"), "", "", ""]);
    }
    // A different value in the redirect target is kept.
    let (received, _) = call(&all, &there("/there?api%20key=signed"), &by_query());
    assert_eq!(received[1], ["/there?api%20key=signed", "", "", ""]);
}

/// Another origin gets no credential, even if the server repeats it in the target, and neither does
/// any later request.
#[test]
fn a_redirect_to_another_origin_drops_credentials() {
    let unknown = |target: &str| {
        [
            target.to_owned(),
            String::new(),
            String::new(),
            String::new(),
        ]
    };
    for is_async in [true, false] {
        let home = Server::start([]).unwrap();
        let other = Server::start([]).unwrap();
        let mut settings = all();
        settings.push(From(KEY, fresh));
        let away = |path: &str| response::redirect(302, &format!("{}{path}", other.origin()));
        let away_and_back = |path: &str| {
            home.then([away(path).script(), response::status(200).script()]);
            let back = response::redirect(302, &format!("{}/back", home.origin()));
            other.then([back.script()]);
        };
        // A 401 of another origin doesn't make the client request a new credential.
        let rejected = || {
            home.then([away("/there").script()]);
            other.then([response::status(401).script()]);
        };
        let repeated = "/there?api%20key=hush%2Ba%26b%20c";
        if is_async {
            let client = asynchronous(&home.origin(), &settings);
            runtime().block_on(async {
                away_and_back("/there");
                client.send(by_default()).await.unwrap();
                away_and_back(repeated);
                client.send(by_query()).await.unwrap();
                away_and_back("/there");
                client.send(by_both()).await.unwrap();
                rejected();
                let response = client.send(by_default()).await.unwrap();
                assert_eq!(response.status.as_u16(), 401);
            });
        } else {
            let client = blocking(&home.origin(), &settings);
            away_and_back("/there");
            client.send(by_default()).unwrap();
            away_and_back(repeated);
            client.send(by_query()).unwrap();
            away_and_back("/there");
            client.send(by_both()).unwrap();
            rejected();
            let response = client.send(by_default()).unwrap();
            assert_eq!(response.status.as_u16(), 401);
        }
        let there: Vec<_> = other.received().iter().map(credentials).collect();
        assert_eq!(there, vec![unknown("/there"); 4]);
        let home: Vec<_> = home.received().iter().map(credentials).collect();
        for back in [1, 3, 5] {
            assert_eq!(home[back], unknown("/back"));
        }
        assert_eq!(home.len(), 7);
    }
}

#[test]
fn pages_send_each_credential_once() {
    let page = |next: &str| response::status(200).header("link", &format!("<{next}>; rel=next"));
    let server = Server::start([]).unwrap();
    let mut settings = all();
    settings.push(From(QUERY_KEY, fresh));
    let script = || {
        server.then([
            page("/query?api%20key=hush-1&page=2").script(),
            response::status(401).script(),
            page("?page=3").script(),
            // A repeated page is detected although the API key in its URL differs.
            page("/query?page=2&api%20key=hush-1").script(),
        ]);
    };
    script();
    runtime().block_on(async {
        let client = asynchronous(&server.origin(), &settings);
        let mut pages = client.pages(by_query().page(1));
        let mut count = 0;
        while let Some(page) = pages.next().await {
            check_page(count, page.map(drop));
            count += 1;
        }
        assert_eq!(count, 4);
        check_output(&format!("{pages:?}"), SECRETS);
    });
    let request_lines = |pages: &[&str]| -> Vec<String> {
        let pages = pages.iter();
        pages
            .map(|page| format!("GET /query?{page} HTTP/1.1"))
            .collect()
    };
    let expected = request_lines(&[
        "page=1&api%20key=hush-1",
        "page=2&api%20key=hush-1",
        "page=2&api%20key=hush-2",
        "page=3&api%20key=hush-1",
    ]);
    let lines = || -> Vec<String> { server.received().into_iter().map(|it| it.line).collect() };
    assert_eq!(lines(), expected);
    script();
    let client = blocking(&server.origin(), &settings);
    let pages: Vec<_> = client.pages(by_query().page(1)).collect();
    for (index, page) in pages.into_iter().enumerate() {
        check_page(index, page.map(drop));
    }
    assert_eq!(lines(), [expected.clone(), expected].concat());
}

fn check_page<R: Debug + 'static>(index: usize, page: Result<(), CallError<R>>) {
    match (index, page) {
        (0..=2, Ok(())) => {}
        (3, Err(error)) => {
            check_output(&chain(&error), SECRETS);
            let shown = format!("{error:?}");
            assert!(shown.contains("InvalidNextPage"), "{shown}");
        }
        (_, page) => panic!("{index} {page:?}"),
    }
}

#[test]
fn no_error_shows_a_credential() {
    let settings = all();
    let cases: [Vec<Act>; 4] = [
        vec![Act::Reset],
        response::status(500).script(),
        response::redirect(302, "ftp://x/?api%20key=hush").script(),
        vec![Act::Send(b"hush\r\n\r\n".to_vec()), Act::Close],
    ];
    for case in cases {
        let server = Server::start([case.clone(), case]).unwrap();
        let error = blocking(&server.origin(), &settings)
            .send(by_query())
            .unwrap_err();
        check_output(&chain(&error), SECRETS);
        let client = asynchronous(&server.origin(), &settings);
        let error = runtime().block_on(client.send(by_query())).unwrap_err();
        check_output(&chain(&error), SECRETS);
        assert!(!matches!(error, Error::Request { .. }));
    }
    check_output(&format!("{:?}", BasicCredential::new("a", "hush")), SECRETS);
}
