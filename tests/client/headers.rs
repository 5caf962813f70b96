//! Headers for one call.

use github_oauth_authorizations::{
    Operation, RequestError, oauth_authorizations::*, runtime::WithHeaders,
};

use crate::messages::{base, request_text, written};

#[test]
fn a_header_of_a_call_is_sent() {
    let operation = get_grant(1).header("X-GitHub-OTP", "123456").unwrap();
    let operation = operation.header("x-note", "a\tb").unwrap();
    assert_eq!(
        written(&operation),
        "GET https://ghe.example.com/api/v3/applications/grants/1\n\
         accept: application/json\n\
         x-github-otp: 123456\n\
         x-note: a\tb\n"
    );
    // A header of the call replaces the header of the operation. Two headers of the call with the
    // same name are both sent.
    let bare = get_grant(1);
    let operation = (&bare).header("Accept", "a/b").unwrap();
    let operation = operation.header("accept", "c/d").unwrap();
    assert_eq!(
        written(&operation),
        "GET https://ghe.example.com/api/v3/applications/grants/1\n\
         accept: a/b\n\
         accept: c/d\n"
    );
    // A nested call adds its header to the inner headers.
    let nested: WithHeaders<&WithHeaders<&GetGrant>> = (&operation).header("b", "").unwrap();
    assert_eq!(
        written(&nested),
        "GET https://ghe.example.com/api/v3/applications/grants/1\n\
         accept: a/b\n\
         accept: c/d\n\
         b: \n"
    );
}

#[test]
fn header_values_of_other_types_are_accepted() {
    let name = http::HeaderName::from_static("x-github-otp");
    let value = http::HeaderValue::from_static("123456");
    let operation = get_grant(1).header(&name, &value).unwrap();
    let operation = operation.header(name, value).unwrap();
    let operation = operation.header("b".to_owned(), "é".to_owned()).unwrap();
    let operation = operation
        .header(b"c".as_slice(), b"\xc3\xa9".as_slice())
        .unwrap();
    assert_eq!(
        request_text(&operation.request(&base("http://a")).unwrap()),
        "GET http://a/applications/grants/1\n\
         accept: application/json\n\
         x-github-otp: 123456\n\
         x-github-otp: 123456\n\
         b: é\n\
         c: é\n"
    );
}

#[test]
fn invalid_header_values_are_rejected() {
    for value in [
        "a\rb",
        "a\nb",
        "a\r\nx: y",
        "a\0b",
        "\u{7f}",
        "\u{1b}[0m",
        "\r\n",
    ] {
        for error in [
            get_grant(1).header("X-GitHub-OTP", value).unwrap_err(),
            get_grant(1)
                .header("X-GitHub-OTP", value.to_owned())
                .unwrap_err(),
            get_grant(1)
                .header("X-GitHub-OTP", value.as_bytes())
                .unwrap_err(),
        ] {
            let name = "x-github-otp".to_owned();
            assert_eq!(error, RequestError::Header { name }, "{value:?}");
        }
        let operation = get_grant(1).header("a", "b").unwrap();
        operation.header("a", value).unwrap_err();
    }
}

#[test]
fn invalid_header_names_are_rejected() {
    for name in [
        "", " ", "a b", "a:", ":a", "a\r\nb", "a\0", "é", "a(b)", "a/b", "a@b", "\"a\"",
    ] {
        let error = get_grant(1).header(name, "value").unwrap_err();
        assert_eq!(error, RequestError::HeaderName, "{name:?}");
    }
}
