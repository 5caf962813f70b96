//! Errors of building a client.

use github_oauth_authorizations::{BuildError, FnTransport, blocking, runtime::ClientBuilder};

use crate::{
    errors::chain,
    messages::{BASE, RespondFn},
};

type Builder = ClientBuilder<blocking::Client<FnTransport<RespondFn>>>;

#[test]
fn invalid_settings_fail_the_build() {
    fn failed(base: &str, set: impl Fn(Builder) -> Builder) -> BuildError {
        let responding: RespondFn = |_| Err("unused".into());
        set(blocking::Client::with_transport(
            FnTransport(responding),
            base,
        ))
        .build()
        .unwrap_err()
    }

    let error = failed("https://u:hush@a", |builder| builder);
    assert_eq!(
        chain(&error),
        ["invalid base URL: unsupported credentials; set them with the client builder"]
    );
    assert_eq!(
        format!("{error:?}"),
        "BaseUrl(BaseUrlError(\"unsupported credentials; set them with the client builder\"))"
    );
    for (error, name) in [
        (
            failed(BASE, |builder| builder.default_header("X-A", "hush\n")),
            "x-a",
        ),
        (
            failed(BASE, |builder| builder.user_agent("hush\n")),
            "user-agent",
        ),
        (
            failed(BASE, |builder| builder.bearer_auth("hush\n")),
            "authorization",
        ),
        (
            failed(BASE, |builder| builder.basic_auth("hu:sh", "hush")),
            "authorization",
        ),
    ] {
        assert_eq!(
            chain(&error),
            [format!("invalid character in the default header `{name}`")]
        );
        assert_eq!(format!("{error:?}"), format!("Header {{ name: {name:?} }}"));
    }
    let error = BuildError::Transport("no roots".into());
    assert_eq!(
        chain(&error),
        ["cannot configure the transport", "no roots"]
    );
}

/// The message doesn't contain the invalid header name.
#[test]
fn an_invalid_default_header_name_is_an_error() {
    let responding: RespondFn = |_| Err("unused".into());
    let builder: Builder = blocking::Client::with_transport(FnTransport(responding), BASE);
    let error = builder.default_header("X A", "b").build().unwrap_err();
    assert!(!error.to_string().contains("`name`"), "{error}");
}

/// If a builder has several errors, `build` returns the first.
#[test]
fn the_first_error_of_a_builder_is_returned() {
    let responding: RespondFn = |_| Err("unused".into());
    let builder: Builder = blocking::Client::with_transport(FnTransport(responding), "not a URL");
    let error = builder.bearer_auth("\n").build().unwrap_err();
    assert_eq!(error.to_string(), "invalid base URL: not a URL");
}
