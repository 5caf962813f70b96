//! Redirects of every kind, with credentials of every kind: another origin never gets a credential.

use std::fmt::Debug;

use rejoinder_compiled::{
    fixtures::security_client::{
        Client, Error, Operation, OperationResponse, blocking,
        runtime::{Body, RedirectReason},
        untagged::*,
    },
    server::{Act, Server},
};
use tokio::runtime::Runtime;

use crate::{
    generated::runtime,
    leak::{chain, check_output},
    response,
    security::{self, ClientSetting},
};

/// A substring of each credential as sent: in clear text, and in the encodings of a password.
const SECRETS: &[&str] = &["hush", "dXNlcjpodXNo", "b2N0b2NhdDpodXNo"];
const CODES: [u16; 5] = [301, 302, 303, 307, 308];

enum Caller {
    Async(Client, Runtime),
    Blocking(blocking::Client),
}

fn callers(server: &Server) -> [Caller; 2] {
    let mut settings = security::all();
    settings.push(ClientSetting::Header("x-default", "hush-default"));
    let base = server.origin();
    [
        Caller::Async(security::asynchronous(&base, &settings), runtime()),
        Caller::Blocking(security::blocking(&base, &settings)),
    ]
}

fn send<O, R>(caller: &Caller, operation: O) -> Result<u16, Error>
where
    O: Operation<Response<Body> = R>,
    O: Operation<Response<blocking::Body> = R>,
    R: OperationResponse + Debug,
{
    let sent = match caller {
        Caller::Async(client, runtime) => runtime.block_on(client.send(operation)),
        Caller::Blocking(client) => client.send(operation),
    };
    sent.map(|response| response.status.as_u16())
        .inspect_err(|error| check_output(&chain(error), SECRETS))
}

type Call = fn(&Caller) -> Result<u16, Error>;

/// A call for each place and form of a credential.
const CALLS: [(&str, Call); 6] = [
    ("a key in a header", |caller| send(caller, by_default())),
    ("a key in the query", |caller| send(caller, by_query())),
    ("a key in a cookie", |caller| send(caller, by_cookie())),
    ("a cookie and a bearer token", |caller| {
        send(caller, by_both())
    }),
    ("a password, or nothing", |caller| send(caller, optional())),
    ("another scheme", |caller| send(caller, by_other())),
];

/// The outcome of a redirect.
#[derive(Debug, PartialEq)]
enum Went {
    /// The request arrives at the origin of the API.
    Home,
    /// The request arrives at another origin.
    Away,
    /// The redirect is not followed.
    Refused,
    /// The other origin cannot be called.
    Failed,
}

/// The values of `Location`: `HOME` is the authority of the API, `PORT` its port, `AWAY` another authority.
const LOCATIONS: &[(&str, Went)] = &[
    ("/there", Went::Home),
    ("there", Went::Home),
    ("?there", Went::Home),
    ("", Went::Home),
    ("http://HOME/there", Went::Home),
    ("HTTP://HOME/there", Went::Home),
    ("http://AWAY/there", Went::Away),
    ("HTTP://AWAY", Went::Away),
    ("//AWAY/there", Went::Away),
    ("//AWAY?HOME", Went::Away),
    ("http://localhost:PORT/there", Went::Away),
    ("https://HOME/there", Went::Failed),
    ("https://AWAY/there", Went::Failed),
    ("http://127.0.0.1:1/there", Went::Failed),
    ("http://HOME@AWAY/there", Went::Refused),
    ("http://user:password@AWAY/there", Went::Refused),
    ("http://user@HOME/there", Went::Refused),
    ("http://HOME\\@AWAY/there", Went::Refused),
    ("http:AWAY/there", Went::Refused),
    ("ws://AWAY/there", Went::Refused),
    ("file:///etc/passwd", Went::Refused),
];

/// Follows one redirect. Returns the outcome, and the requests of the other origin.
fn follow(caller: usize, call: Call, code: u16, location: &str, went: &Went) -> (Went, String) {
    let (home, away) = (Server::start([]).unwrap(), Server::start([]).unwrap());
    let authority = |server: &Server| server.origin().replace("http://", "");
    let port = home.origin().rsplit(':').next().unwrap().to_owned();
    let location = location.replace("HOME", &authority(&home));
    let location = location
        .replace("AWAY", &authority(&away))
        .replace("PORT", &port);
    let last = match went {
        Went::Failed => vec![Act::Reset],
        _ => response::status(200).script(),
    };
    home.then([response::redirect(code, &location).script(), last.clone()]);
    away.then([last]);
    let result = call(&callers(&home)[caller]);
    let mut elsewhere = away.received();
    let mut requests = home.received();
    if location.contains("localhost") {
        elsewhere.extend(requests.drain(1..));
    }
    let found = match result {
        Ok(200) if requests.len() == 2 => Went::Home,
        Ok(200) if elsewhere.len() == 1 => Went::Away,
        Err(Error::Redirect(error)) if error.reason == RedirectReason::InvalidLocation => {
            Went::Refused
        }
        Err(Error::Transport { .. }) => Went::Failed,
        result => panic!("{result:?}"),
    };
    assert!(
        format!("{:?}", requests[0]).contains("hush") || requests[0].one("authorization").is_some()
    );
    (found, format!("{elsewhere:?}"))
}

#[test]
fn another_origin_gets_no_credential() {
    for (location, went) in LOCATIONS {
        for (credential, call) in CALLS {
            // The classes of status codes differ only in the method; `redirects.rs` covers all
            // codes.
            let codes = if credential == CALLS[0].0 {
                &CODES[..]
            } else {
                &CODES[3..4]
            };
            for code in codes {
                for caller in [0, 1] {
                    println!("{code} to {location:?} with {credential}, client {caller}");
                    let (found, elsewhere) = follow(caller, call, *code, location, went);
                    assert_eq!(found, *went);
                    check_output(&elsewhere, SECRETS);
                }
            }
        }
    }
}

/// Two origins that send a client back and forth.
#[test]
fn a_loop_over_two_origins_ends() {
    for (credential, call) in CALLS {
        for caller in [0, 1] {
            println!("{credential}, client {caller}");
            let (home, away) = (Server::start([]).unwrap(), Server::start([]).unwrap());
            let to = |server: &Server| response::redirect(307, &server.origin()).script();
            home.then(vec![to(&away); 10]);
            away.then(vec![to(&home); 10]);
            let error = call(&callers(&home)[caller]).unwrap_err();
            let Error::Redirect(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.reason, RedirectReason::TooManyRedirects);
            let home = home.received();
            check_output(&format!("{:?} {:?}", &home[1..], away.received()), SECRETS);
        }
    }
}
