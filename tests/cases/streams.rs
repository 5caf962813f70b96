//! Streamed responses in errors and across threads.

use std::{convert::Infallible, error::Error as StdError};

use bytes::Bytes;
use http::Request;
use rejoinder_cases::responses_client::{
    Body, CallError, Error, File, FnTransport, InvalidResponse, Pages, RequestBody, Response,
    blocking, runtime::BodyReader, security::KEY, untagged::*,
};

use super::support::{client, item};

#[test]
fn bodies_and_their_errors_are_send_and_sync() {
    fn is_shared<T: Send + Sync>() {}
    fn is_error<E: StdError + Send + Sync + 'static>() {}
    is_shared::<Body>();
    is_shared::<BodyReader>();
    is_shared::<Pages<(), GetTar>>();
    is_shared::<Response<GetTarResponse<Body>>>();
    is_shared::<File>();
    is_error::<Error>();
    is_error::<InvalidResponse>();
    is_error::<CallError<GetTarResponse<Body>>>();
    is_shared::<blocking::Body>();
    is_shared::<blocking::Pages<(), GetTar>>();
    is_shared::<Response<GetTarResponse<blocking::Body>>>();
    is_error::<CallError<GetTarResponse<blocking::Body>>>();
}

#[test]
fn the_error_of_a_streamed_call_converts() {
    fn tar(status: u16) -> Result<Bytes, Box<dyn StdError + Send + Sync>> {
        let transport = FnTransport(move |_: Request<RequestBody>| {
            let mut response = http::Response::new(Bytes::from_static(b"tar"));
            *response.status_mut() = status.try_into().unwrap();
            Ok::<_, Infallible>(response)
        });
        let client = blocking::Client::with_transport(transport, "https://api.test");
        let client = client.credential(KEY, "SECRET").build()?;
        Ok(client.call(get_tar())?.bytes()?)
    }

    assert_eq!(tar(200).unwrap(), "tar");
    let error = tar(500).unwrap_err();
    let error = error.downcast::<CallError<GetTarResponse<blocking::Body>>>();
    assert_eq!(error.unwrap().status().unwrap(), 500);
}

/// The media types of an operation of Swagger 2.0 are those of all its responses.
#[test]
fn a_file_is_a_stream_with_any_media_type() {
    for (produces, schema) in [
        ("[application/json, text/csv]", "{ type: file }"),
        ("[text/plain, application/json]", "{ type: file }"),
        ("[application/json]", "{ type: file }"),
        ("[text/csv]", "{ $ref: '#/definitions/File' }"),
    ] {
        let generation = client(&format!(
            "swagger: '2.0'
info: {{ title: T, version: '1' }}
host: api.test
produces: {produces}
paths:
  /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ok, schema: {schema} }}, '404': {{ description: no, schema: {{ type: string }} }} }} }} }}
definitions:
  File: {{ type: file }}
"
        ));
        let response = item(&generation, "pub enum AResponse");
        assert!(
            response.contains("Ok { body: B }"),
            "{produces}: {response}"
        );
        assert!(response.contains("NotFound { body: String }"), "{response}");
    }
}
