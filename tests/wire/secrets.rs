//! No secret is in the output of `Debug` or in an error. The client that the tests share checks
//! every error of every test; these tests cover each kind of error, and all other types.

use std::time::Duration;

use github_oauth_authorizations::{
    Client, Error, Operation, blocking,
    oauth_authorizations::*,
    runtime::{ClientBuilder, WithHeaders},
};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{Setting, both},
    leak::{self, CLIENT_SECRET, ONE_TIME_PASSWORD, PASSWORD, SECRETS, TOKEN, USER},
    response,
    sample::{AUTHORIZATION, BASIC_ERROR, list},
};

const SETTINGS: [Setting; 4] = [
    Setting::Basic(USER, PASSWORD),
    Setting::Header("x-default", "hush-default"),
    Setting::Timeout(Duration::from_millis(300)),
    Setting::BodyLimit(1000),
];

fn operation() -> WithHeaders<GetOrCreateAuthorizationForApp> {
    let body = GetOrCreateAuthorizationForAppBody::new(CLIENT_SECRET).note("note");
    get_or_create_authorization_for_app("id", body)
        .header("x-github-otp", ONE_TIME_PASSWORD)
        .unwrap()
}

/// Responses, each with the variant of `Error` that it causes.
fn errors() -> Vec<(Vec<Act>, &'static str)> {
    let echo = format!("{{\"token\": \"{TOKEN}\", \"note\": \"murmur {CLIENT_SECRET}\"}}");
    let whole = response::json(200, AUTHORIZATION).bytes();
    let cut = Act::Send(whole[..whole.len() - 1].to_vec());
    vec![
        (vec![Act::Reset], "Transport"),
        (vec![Act::Hold], "Transport"),
        (
            vec![Act::Send(b"hush murmur\r\n\r\n".to_vec()), Act::Close],
            "Transport",
        ),
        (vec![cut.clone(), Act::Close], "Body"),
        (vec![cut, Act::Hold], "Body"),
        (response::json(200, &" ".repeat(2000)).script(), "Body"),
        (
            response::redirect(302, "ftp://x").body(&echo).script(),
            "Redirect",
        ),
        (
            response::redirect(307, "http://127.0.0.1:1")
                .body(&echo)
                .script(),
            "Redirect",
        ),
        (
            response::status(500).body(&echo).script(),
            "UndocumentedStatus",
        ),
        (response::json(200, &echo).script(), "Decode"),
        (response::json(200, "[\"hush\"").script(), "Decode"),
        (response::json(200, "hush").script(), "Decode"),
        (response::json(422, &list(&echo)).script(), "Decode"),
        (
            response::status(200)
                .header("content-type", "text/html")
                .body(&echo)
                .script(),
            "Decode",
        ),
    ]
}

#[test]
fn no_error_shows_a_secret() {
    both(|side| {
        for (script, variant) in errors() {
            println!("{variant} {script:?}");
            let server = Server::start([script.clone(), script]).unwrap();
            let client = side.client(&server, SETTINGS);
            // `send` and `call` of the test client check their errors for secrets.
            let error = client.send(operation()).unwrap_err();
            let shown = format!("{error:?}");
            assert!(shown.starts_with(variant), "{shown}");
            let error = client.call(operation()).unwrap_err();
            let shown = format!("{error:?}");
            assert!(shown.starts_with(&format!("Error({variant}")), "{shown}");
        }
        let server = Server::start([response::json(401, BASIC_ERROR).script()]).unwrap();
        let error = side
            .client(&server, SETTINGS)
            .call(operation())
            .unwrap_err();
        assert!(format!("{error:?}").starts_with("ErrorResponse("));
    });
}

/// Errors give access to header values, but `Debug` doesn't show them.
#[test]
fn no_error_shows_the_value_of_a_header() {
    both(|side| {
        let cut = response::status(500)
            .header("content-length", "9")
            .unsized_body();
        let with_header =
            |response: response::Written| response.header("x-signed", "murmur").script();
        let mut broken = with_header(cut);
        broken.push(Act::Close);
        for script in [
            with_header(response::status(500)),
            with_header(response::json(200, "hush")),
            with_header(response::redirect(302, "http://murmur:99999/?murmur")),
            broken,
        ] {
            let server = Server::start([script]).unwrap();
            side.client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
        }
    });
}

#[test]
fn no_operation_shows_a_secret() {
    let create = CreateAuthorizationBody::new().client_secret(CLIENT_SECRET);
    let print = GetOrCreateAuthorizationForAppAndFingerprintBody::new(CLIENT_SECRET);
    let print = get_or_create_authorization_for_app_and_fingerprint("id", "print", print);
    let shown = [
        format!("{create:?} {create:#?}"),
        format!("{:?}", create_authorization().body(create)),
        format!("{:?} {:#?}", operation(), operation()),
        format!("{print:?}"),
        format!(
            "{:?}",
            (&print).header("authorization", "Bearer hush").unwrap()
        ),
    ];
    for shown in shown {
        leak::check_output(&shown, SECRETS);
        // The rest of the output is still useful.
        assert!(shown.contains("Authorization"), "{shown}");
    }
}

/// A transport might log an HTTP request by `Debug`.
#[test]
fn no_http_request_shows_a_secret() {
    let base = "http://127.0.0.1".try_into().unwrap();
    let request = operation().request(&base).unwrap();
    leak::check_output(&format!("{request:?} {:?}", request.headers()), SECRETS);
}

#[test]
fn no_response_shows_a_secret() {
    both(|side| {
        let response = response::json(200, AUTHORIZATION)
            .header("location", "/1")
            .header("set-cookie", "session=hush");
        let server = Server::start([response.script()]).unwrap();
        let client = side.client(&server, SETTINGS);
        let response = client.send(operation()).unwrap();
        let shown = format!("{response:?} {response:#?}");
        leak::check_output(&shown, SECRETS);
        assert!(shown.contains("murmur note"));
        assert_eq!(response.headers["set-cookie"], "session=hush");
        let GetOrCreateAuthorizationForAppResponse::Ok { body, .. } = response.value else {
            panic!()
        };
        assert_eq!(body.token, "hush-token");
        leak::check_output(&format!("{body:?}"), SECRETS);
    });
}

#[test]
fn no_client_shows_a_secret() {
    both(|side| {
        let server = Server::start([]).unwrap();
        let client = side.client(&server, SETTINGS);
        leak::check_output(&client.debug(), SECRETS);
        assert!(client.debug().contains(&server.origin()));
    });
    let pages = Client::builder("http://127.0.0.1")
        .bearer_auth(TOKEN)
        .build()
        .unwrap();
    let pages = pages.pages(
        list_grants()
            .header("x-github-otp", ONE_TIME_PASSWORD)
            .unwrap(),
    );
    leak::check_output(&format!("{pages:?} {pages:#?}"), SECRETS);
    let pages = blocking::Client::builder("http://127.0.0.1")
        .bearer_auth(TOKEN)
        .build()
        .unwrap();
    let pages = pages.pages(
        list_grants()
            .header("x-github-otp", ONE_TIME_PASSWORD)
            .unwrap(),
    );
    leak::check_output(&format!("{pages:?} {pages:#?}"), SECRETS);
}

/// The settings of a builder aren't shown, whether `build` succeeds or not.
#[test]
fn no_builder_shows_a_secret() {
    fn with_secrets<C: github_oauth_authorizations::runtime::BuildClient>(
        builder: ClientBuilder<C>,
    ) -> ClientBuilder<C> {
        builder
            .basic_auth(USER, PASSWORD)
            .default_header("x-default", "hush-default")
    }
    let bases = [
        "http://127.0.0.1",
        "http://octocat:hush@127.0.0.1",
        "hush",
        "http://a?hush",
    ];
    for base in bases {
        let builder = with_secrets(Client::builder(base));
        leak::check_output(&format!("{builder:?} {builder:#?}"), SECRETS);
        let built = builder.build().map(|client| format!("{client:?}"));
        leak::check_output(&format!("{built:?} {built:#?}"), SECRETS);
        let builder = with_secrets(blocking::Client::builder(base));
        leak::check_output(&format!("{builder:?} {builder:#?}"), SECRETS);
        let built = builder.build().map(|client| format!("{client:?}"));
        leak::check_output(&format!("{built:?} {built:#?}"), SECRETS);
    }
    let unsendable = [
        Client::builder("http://a")
            .basic_auth("octo:cat", "hush\n")
            .build(),
        Client::builder("http://a").bearer_auth("hush\n").build(),
        Client::builder("http://a")
            .default_header("x-default", "hush\n")
            .build(),
        Client::builder("http://a").user_agent("hush\n").build(),
        Client::builder("http://a")
            .default_header("hush name", "1")
            .build(),
    ];
    for built in unsendable {
        let error = built.unwrap_err();
        leak::check_output(&leak::chain(&error), SECRETS);
    }
}

/// An error is boxed by `?`; its sources are kept.
#[test]
fn a_boxed_error_keeps_its_sources() {
    both(|side| {
        let server = Server::start([response::json(200, "{}").script()]).unwrap();
        let error = side
            .client(&server, [])
            .call(get_authorization(1))
            .unwrap_err();
        let error: Box<dyn std::error::Error + Send + Sync> = error.into();
        let source = error.source().unwrap().to_string();
        assert!(source.contains("missing property `id`"), "{source}");
        let message = error.to_string();
        assert!(
            message.starts_with("GET /authorizations/{authorization_id}: "),
            "{message}"
        );
    });
}

/// The variant of an error response is available after any number of `?`.
#[test]
fn a_rejection_can_be_downcast() {
    both(|side| {
        let server = Server::start([response::json(401, BASIC_ERROR).script()]).unwrap();
        let error = side
            .client(&server, [])
            .call(get_authorization(1))
            .unwrap_err();
        let error: Box<dyn std::error::Error + Send + Sync> = error.into();
        let found: &github_oauth_authorizations::CallError<GetAuthorizationResponse> =
            error.downcast_ref().unwrap();
        let github_oauth_authorizations::CallError::ErrorResponse(rejected) = found else {
            panic!("{found:?}")
        };
        assert!(matches!(
            rejected.value,
            GetAuthorizationResponse::Unauthorized { .. }
        ));
        assert!(!matches!(
            found,
            github_oauth_authorizations::CallError::Error(Error::Body(_))
        ));
    });
}
