//! Responses of every media type: the `Accept` header, and the decoded body.

use bytes::Bytes;
use http::{Response, response::Parts};
use rejoinder_compiled::fixtures::media_types_client::{
    BaseUrl, DecodeError, Operation, OperationResponse,
    models::{Pet, ProblemResponseContent},
    runtime::{BodyMode, ResponseBody},
    untagged::{
        ExportOkContent, ExportResponse, GetAny, GetAnyResponse, GetPetOkContent, GetPetResponse,
        GetPicture, GetPictureResponse, GetVersionOkContent, GetVersionResponse,
        ListStarsOkContent, ListStarsResponse, export, get_any, get_pet, get_picture, get_version,
        list_stars,
    },
};

fn accept(operation: &impl Operation) -> String {
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    request.headers()["accept"].to_str().unwrap().to_owned()
}

fn head(status: u16, media_type: &str) -> Parts {
    let response = Response::builder().status(status);
    let response = match media_type {
        "" => response,
        media_type => response.header("content-type", media_type),
    };
    response.body(()).unwrap().into_parts().0
}

/// Decodes a response in the body mode of the operation.
fn read<O: Operation>(
    _: &O,
    status: u16,
    media_type: &str,
    body: impl AsRef<[u8]>,
) -> Result<O::Response<Bytes>, DecodeError> {
    let head = head(status, media_type);
    let body = Bytes::copy_from_slice(body.as_ref());
    let body = match O::body_mode(&head) {
        BodyMode::Buffer => ResponseBody::Bytes(body),
        BodyMode::Stream => ResponseBody::Stream(body),
    };
    O::decode(&head, body)
}

fn assert_undocumented<O: Operation>(operation: &O, status: u16, media_type: &str, documented: &str)
where
    O::Response<Bytes>: std::fmt::Debug,
{
    // The body is buffered, so that the error contains it.
    assert_eq!(O::body_mode(&head(status, media_type)), BodyMode::Buffer);
    let error = read(operation, status, media_type, "murmur").unwrap_err();
    let (expected, found) = (documented.to_owned(), media_type.to_owned());
    assert_eq!(
        error,
        DecodeError::UndocumentedContentType { expected, found }
    );
}

fn rex() -> Pet {
    serde_json::from_str(PET).unwrap()
}

const PET: &str = r#"{"name":"rex"}"#;

#[test]
fn typed_media_types_are_preferred() {
    assert_eq!(
        accept(&get_pet("a")),
        "application/json, text/json, application/problem+json, application/xml;q=0.9, text/*;q=0.9"
    );
    assert_eq!(accept(&get_pet("a").accept_json()), accept(&get_pet("a")));
    assert_eq!(
        accept(&get_pet("a").accept_xml()),
        "application/xml, application/problem+json, application/json;q=0.9, text/json;q=0.9, \
         text/*;q=0.9"
    );
    let stars = list_stars().accept("a").accept_json("b");
    let usual = "application/json, application/vnd.star+json;q=0.9";
    assert_eq!(accept(&stars), usual);
    assert_eq!(accept(&stars.clone().accept_application_json()), usual);
    assert_eq!(
        accept(&stars.accept_vnd_star_json()),
        "application/vnd.star+json, application/json;q=0.9"
    );
    assert_eq!(
        accept(&get_picture().accept_jpeg()),
        "image/jpeg, image/*, image/png;q=0.9"
    );
    assert_eq!(
        accept(&get_any()),
        "application/json, text/plain, text/event-stream, */*;q=0.9, application/*;q=0.9"
    );
    // A header of the call replaces the default.
    let own = export().accept_csv().header("accept", "text/csv").unwrap();
    assert_eq!(accept(&own), "text/csv");
}

#[test]
fn content_type_selects_the_variant() {
    let get = get_pet("a");
    for media_type in [
        "",
        "application/json",
        "Text/JSON ; charset=utf-8",
        "application/vnd.pet+json",
    ] {
        let response = read(&get, 200, media_type, PET).unwrap();
        let GetPetResponse::Ok { body } = response else {
            panic!("{media_type}: {response:?}")
        };
        assert_eq!(body, GetPetOkContent::Json(rex()));
    }
    let response = read(&get, 200, "", PET).unwrap();
    assert_eq!(
        response.into_success().unwrap().into_json_body().unwrap(),
        rex()
    );
    let response = read(&get, 200, "application/xml; charset=utf-8", "<pet/>").unwrap();
    let body = GetPetOkContent::Xml(Bytes::from("<pet/>"));
    assert_eq!(response.into_success().unwrap(), body);
    let expected = "application/json, text/json";
    let error = body.into_json_body().unwrap_err();
    assert_eq!(error, DecodeError::UnexpectedContentType { expected });
    for media_type in ["text/html", "xml"] {
        let response = read(&get, 200, media_type, "<pet/>").unwrap();
        let body = GetPetOkContent::Xml(Bytes::from("<pet/>"));
        assert_eq!(response.into_success().unwrap(), body);
    }

    // Operations that share a response component share its type.
    let problem = ProblemResponseContent::Text("murmur".to_owned());
    let response = read(&get, 404, "text/plain", "murmur").unwrap();
    assert!(
        matches!(&response, GetPetResponse::ClientError { body, .. } if *body == problem),
        "{response:?}"
    );
    let response = read(&export(), 404, "text/plain", "murmur").unwrap();
    assert!(
        matches!(&response, ExportResponse::NotFound { body } if *body == problem),
        "{response:?}"
    );
    let response = read(&export(), 404, "application/json", r#"{"title":"no"}"#).unwrap();
    let ExportResponse::NotFound {
        body: ProblemResponseContent::ProblemJson(body),
    } = response
    else {
        panic!("{response:?}")
    };
    assert_eq!(body.title.as_deref(), Some("no"));
}

#[test]
fn json_of_several_schemas_is_distinguished() {
    let stars = |media_type, body| read(&list_stars(), 200, media_type, body).unwrap();
    let ListStarsResponse::Ok { body, x_total } =
        stars("application/vnd.star+json", r#"[{"at":"noon"}]"#);
    let ListStarsOkContent::VndStarJson(items) = body else {
        panic!("{body:?}")
    };
    assert_eq!((items[0].at.as_deref(), x_total), (Some("noon"), None));
    for media_type in ["", "application/json", "application/hal+json"] {
        let ListStarsResponse::Ok { body, .. } = stars(media_type, r#"{"names":["a"]}"#);
        let ListStarsOkContent::Json(body) = body else {
            panic!("{body:?}")
        };
        assert_eq!(body.names.unwrap(), ["a"]);
    }
    let version = |media_type, body| read(&get_version(), 200, media_type, body).unwrap();
    for (media_type, body, content) in [
        (
            "application/json; version=1",
            "1",
            GetVersionOkContent::ApplicationJsonVersion1(1),
        ),
        (
            "application/json;charset=utf-8;Version=\"2\"",
            "\"two\"",
            GetVersionOkContent::ApplicationJsonVersion2("two".to_owned()),
        ),
    ] {
        let response = version(media_type, body);
        assert!(
            matches!(&response, GetVersionResponse::Ok { body } if *body == content),
            "{response:?}"
        );
    }
}

/// The body is returned as it arrives; the head of the response has its media type.
#[test]
fn bytes_of_any_media_type_are_a_stream() {
    let picture = get_picture();
    for media_type in ["", "image/png", "IMAGE/JPEG", "image/gif", "text/html"] {
        let response = read(&picture, 200, media_type, b"\x89\xff").unwrap();
        let GetPictureResponse::Ok { body } = response else {
            panic!("{response:?}")
        };
        assert_eq!(&body[..], b"\x89\xff");
    }
    assert_eq!(
        GetPicture::body_mode(&head(206, "image/gif")),
        BodyMode::Stream
    );
    assert_eq!(
        GetPicture::body_mode(&head(206, "text/html")),
        BodyMode::Stream
    );

    let exported = |media_type, body: &str| match read(&export(), 200, media_type, body).unwrap() {
        ExportResponse::Ok { body } => body,
        response @ ExportResponse::NotFound { .. } => panic!("{response:?}"),
    };
    let csv = ExportOkContent::Csv("a,b".to_owned());
    assert_eq!(exported("text/csv; header=present", "a,b"), csv);
    assert_eq!(
        exported("application/hal+json", PET),
        ExportOkContent::Json(rex())
    );
    // `application/octet-stream` stands for unknown types: servers may send a more specific media
    // type.
    for media_type in ["application/octet-stream", "application/zip"] {
        let body = ExportOkContent::OctetStream(Bytes::from("PK"));
        assert_eq!(exported(media_type, "PK"), body);
    }
}

#[test]
fn media_ranges_are_decoded_by_their_schemas() {
    let any = get_any();
    for media_type in ["", "application/json", "application/x-pet", "text/plain"] {
        let response = read(&any, 200, media_type, PET).unwrap();
        assert!(
            matches!(&response, GetAnyResponse::Ok { body } if *body == rex()),
            "{media_type}: {response:?}"
        );
    }
    for (media_type, body) in [
        ("", "murmur"),
        ("text/plain", "murmur"),
        ("application/xml", "murmur"),
        ("application/json", "\"murmur\""),
    ] {
        let response = read(&any, 201, media_type, body).unwrap();
        assert!(
            matches!(&response, GetAnyResponse::Created { body } if body == "murmur"),
            "{media_type}: {response:?}"
        );
    }
    for media_type in ["", "application/json", "image/png"] {
        assert_eq!(GetAny::body_mode(&head(202, media_type)), BodyMode::Stream);
    }
    let response = read(&any, 203, "application/x-pet", PET).unwrap();
    assert!(
        matches!(&response, GetAnyResponse::NonAuthoritativeInformation { body } if *body == rex()),
        "{response:?}"
    );
    assert_undocumented(&any, 203, "text/html", "application/*");
    // An event stream may be endless.
    assert_eq!(
        GetAny::body_mode(&head(206, "text/event-stream; charset=utf-8")),
        BodyMode::Stream
    );
}

#[test]
fn text_is_decoded_with_its_charset() {
    let decoded = |media_type, body: &[u8]| {
        let response = read(&get_version(), 202, media_type, body)?;
        let GetVersionResponse::Accepted { body } = response else {
            panic!("{response:?}")
        };
        Ok::<_, DecodeError>(body)
    };
    for (media_type, body) in [
        ("", "é".as_bytes()),
        ("text/plain", "é".as_bytes()),
        ("text/plain; charset=UTF-8", "é".as_bytes()),
        ("text/plain; charset=\"us-ascii\"", "é".as_bytes()),
        ("text/html; x=y;Charset=ISO-8859-1", b"\xe9"),
        ("text/html; charset=latin1", b"\xe9"),
        ("application/xml", "é".as_bytes()),
    ] {
        assert_eq!(decoded(media_type, body).unwrap(), "é", "{media_type}");
    }
    let charset = "shift_jis".to_owned();
    let error = decoded("text/plain; charset=Shift_JIS", b"a").unwrap_err();
    assert_eq!(error, DecodeError::Charset { charset });
    assert!(error.to_string().contains("\"shift_jis\""), "{error}");
    let error = decoded("text/plain", b"\xe9").unwrap_err();
    assert!(error.to_string().contains("invalid UTF-8; found 1 bytes"));
}
