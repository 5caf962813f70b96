//! Status codes that aren't documented: the error contains the whole response.

use github_oauth_authorizations::{CallError, Error, oauth_authorizations::*};
use rejoinder_compiled::server::Server;

use crate::{client::both, response};

const HTML: &str = "<html><body>murmur</body></html>";

/// 300, 305 and 306 aren't followed: they aren't redirects, or name no single target.
const STATUSES: [u16; 8] = [300, 305, 306, 404, 418, 500, 599, 999];

#[test]
fn an_undocumented_status_keeps_the_whole_response() {
    both(|side| {
        for code in STATUSES {
            println!("{code}");
            let response = response::status(code)
                .header("content-type", "text/html")
                .header("location", "/elsewhere")
                .header("x-request-id", "7")
                .body(HTML)
                .script();
            let server = Server::start([response.clone(), response]).unwrap();
            let client = side.client(&server, []);

            let error = client.send(get_authorization(1)).unwrap_err();
            assert_eq!(error.operation(), "oauth-authorizations/get-authorization");
            assert_eq!(error.status().unwrap(), code);
            assert_eq!(error.headers().unwrap()["x-request-id"], "7");
            assert_eq!(error.body().unwrap(), HTML);
            assert!(!error.is_timeout());
            let Error::UndocumentedStatus(response) = error else {
                panic!("{error:?}")
            };
            assert_eq!(response.status, code);

            let error = client.call(get_authorization(1)).unwrap_err();
            assert_eq!(error.status().unwrap(), code);
            assert!(matches!(
                error,
                CallError::Error(Error::UndocumentedStatus(_))
            ));
            assert_eq!(server.received().len(), 2);
        }
    });
}

/// An operation that doesn't document 304 returns it as an error.
#[test]
fn an_undocumented_304_is_an_error() {
    both(|side| {
        let response = response::status(304).header("location", "/elsewhere");
        let server = Server::start([response.script()]).unwrap();
        let error = side
            .client(&server, [])
            .send(update_authorization(1))
            .unwrap_err();
        assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
        assert_eq!(error.status().unwrap(), 304);
        assert_eq!(error.body().unwrap(), "");
    });
}
