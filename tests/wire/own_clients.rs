//! A client over the user's own `reqwest::Client` or `ureq::Agent` keeps the contract of a
//! transport.

use std::time::Duration;

use github_oauth_authorizations::{
    CallError, Error, oauth_authorizations::*, runtime::TransportErrorKind, transports,
};
use rejoinder_compiled::server::{Act, Server};
use reqwest::redirect::Policy;
use ureq::Agent;

use crate::{
    client::{Client, Setting, eventually},
    leak::{self, PASSWORD, SECRETS, USER},
    response,
    sample::{AUTHORIZATION, BASIC_ERROR, list},
};

const WAIT: Duration = Duration::from_millis(200);

fn own_reqwest(builder: reqwest::ClientBuilder, server: &Server) -> Client {
    let settings = [Setting::Basic(USER, PASSWORD)];
    Client::over_reqwest(Some(builder.build().unwrap()), &server.origin(), settings)
}

fn own_ureq(agent: &Agent, server: &Server) -> Client {
    let settings = [Setting::Basic(USER, PASSWORD)];
    Client::over_ureq(Some(agent.clone()), &server.origin(), settings)
}

/// Clients whose settings contradict the contract of a transport as far as the library allows.
fn clients(server: &Server) -> Vec<Client> {
    let follows = Agent::config_builder().max_redirects(5).build();
    let refuses = Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(true);
    let fails = Agent::config_builder().http_status_as_error(true).build();
    vec![
        own_reqwest(reqwest::Client::builder().redirect(Policy::none()), server),
        own_ureq(&follows.into(), server),
        own_ureq(&refuses.build().into(), server),
        own_ureq(&fails.into(), server),
    ]
}

#[test]
fn redirects_are_followed_by_the_generated_client() {
    let other = Server::start(vec![response::json(200, AUTHORIZATION).script(); 4]).unwrap();
    let server = Server::start([]).unwrap();
    for client in clients(&server) {
        let away = response::redirect(302, &format!("{}/there", other.origin()));
        let there = response::redirect(302, "/there");
        server.then([
            response::status(304)
                .header("location", "/elsewhere")
                .script(),
            there.script(),
            away.script(),
        ]);
        let response = client.send(get_authorization(1)).unwrap();
        assert!(matches!(
            response.value,
            GetAuthorizationResponse::NotModified
        ));
        client.call(get_authorization(1)).unwrap();
    }
    for received in other.received() {
        assert_eq!(received.line, "GET /there HTTP/1.1");
        assert_eq!(received.one("authorization"), None);
    }
    assert_eq!(other.received().len(), 4);
}

#[test]
fn error_statuses_are_responses() {
    let server = Server::start([]).unwrap();
    for client in clients(&server) {
        server.then([
            response::json(404, BASIC_ERROR).script(),
            response::json(401, BASIC_ERROR).script(),
            response::status(500).body("murmur").script(),
        ]);
        let response = client.send(list_grants()).unwrap();
        assert!(matches!(
            response.value,
            ListGrantsResponse::NotFound { .. }
        ));
        let error = client.call(list_grants()).unwrap_err();
        assert!(matches!(error, CallError::ErrorResponse(_)), "{error:?}");
        let error = client.send(list_grants()).unwrap_err();
        assert_eq!(error.body().unwrap(), "murmur");
    }
}

#[test]
fn a_reqwest_client_that_follows_redirects_is_an_error() {
    let follows = [
        reqwest::Client::builder(),
        reqwest::Client::builder().redirect(Policy::limited(3)),
    ];
    for builder in follows {
        let redirect = response::redirect(302, "/elsewhere").script();
        let last = response::json(200, AUTHORIZATION).script();
        let server = Server::start([redirect, last]).unwrap();
        let client = own_reqwest(builder, &server);
        let error = client.send(get_authorization(1)).unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert!(leak::chain(&error).contains("Policy::none()"), "{error:?}");
    }
}

/// After too many redirects, reqwest returns its own error.
#[test]
fn a_reqwest_client_that_follows_a_redirect_loop_is_an_error() {
    let server = Server::start(vec![response::redirect(302, "").script(); 9]).unwrap();
    let follows = reqwest::Client::builder().redirect(Policy::limited(3));
    let error = own_reqwest(follows, &server)
        .send(get_authorization(1))
        .unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert!(leak::chain(&error).contains("Policy::none()"), "{error:?}");
}

#[test]
fn timeouts_of_the_http_client_are_kept() {
    let server = Server::start(vec![vec![Act::Hold]; 3]).unwrap();
    let reqwest = reqwest::Client::builder().redirect(Policy::none());
    let whole = Agent::config_builder().timeout_global(Some(WAIT)).build();
    let head = Agent::config_builder()
        .timeout_recv_response(Some(WAIT))
        .build();
    let clients = [
        own_reqwest(reqwest.timeout(WAIT), &server),
        own_ureq(&whole.into(), &server),
        own_ureq(&head.into(), &server),
    ];
    for client in clients {
        let error = client.send(get_authorization(1)).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
    }
}

#[test]
fn the_builder_overrides_timeouts_of_the_http_client() {
    let server = Server::start(vec![vec![Act::Hold]; 2]).unwrap();
    let long = Duration::from_secs(600);
    let reqwest = reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(long);
    let agent = Agent::config_builder().timeout_global(Some(long)).build();
    let base = &server.origin();
    let clients = [
        Client::over_reqwest(
            Some(reqwest.build().unwrap()),
            base,
            [Setting::Timeout(WAIT)],
        ),
        Client::over_ureq(Some(agent.into()), base, [Setting::Timeout(WAIT)]),
    ];
    for client in clients {
        let error = client.send(get_authorization(1)).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
    }
}

/// Two clients share the connections of one pool.
#[test]
fn clients_share_a_connection_pool() {
    let responses = vec![response::json(200, &list(AUTHORIZATION)).script(); 2];
    eventually(|| {
        let server = Server::start(responses.clone()).unwrap();
        let own = reqwest::Client::builder().redirect(Policy::none());
        let own = own.build().unwrap();
        let one = Client::over_reqwest(Some(own.clone()), &server.origin(), []);
        let two = Client::over_reqwest(Some(own), &server.origin(), []);
        one.call(list_authorizations()).unwrap();
        two.call(list_authorizations()).unwrap();
        server.connections() == 1
    });
    let server = Server::start(responses).unwrap();
    let agent = Agent::new_with_defaults();
    for _ in 0..2 {
        own_ureq(&agent, &server)
            .call(list_authorizations())
            .unwrap();
    }
    assert_eq!(server.connections(), 1);
}

/// The settings of the user's own HTTP client are not shown.
#[test]
fn debug_does_not_show_settings_of_the_http_client() {
    let mut headers = http::HeaderMap::new();
    headers.insert("x-default", "hush-default".parse().unwrap());
    let own = reqwest::Client::builder()
        .default_headers(headers)
        .build()
        .unwrap();
    let transport = transports::reqwest::Reqwest::from(own);
    leak::check_output(&format!("{transport:?}"), SECRETS);
    let proxy = ureq::Proxy::new("http://octocat:hush@127.0.0.1:1").unwrap();
    let own = Agent::config_builder().proxy(Some(proxy)).build();
    let transport = transports::ureq::Ureq::from(Agent::from(own));
    leak::check_output(&format!("{transport:?}"), SECRETS);
}

/// An agent that rejects `http://` quotes the URL, whose query may contain a secret.
#[test]
fn an_error_does_not_contain_the_url() {
    let server = Server::start([]).unwrap();
    let secure = own_ureq(
        &Agent::config_builder().https_only(true).build().into(),
        &server,
    );
    let error = secure.send(list_grants().client_id("murmur")).unwrap_err();
    let Error::Transport { source, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(source.kind(), TransportErrorKind::Other);
    let secure = reqwest::Client::builder()
        .redirect(Policy::none())
        .https_only(true);
    let error = own_reqwest(secure, &server).send(list_grants().client_id("murmur"));
    assert!(matches!(error, Err(Error::Transport { .. })));
}
