//! Response headers of every schema.

use http::Response;
use rejoinder_compiled::fixtures::headers_client::{
    DecodeError, Operation,
    models::Size,
    runtime::ResponseBody,
    untagged::{GetHeaders, GetHeadersOkXLevel, GetHeadersResponse},
};
use serde_json::json;

fn read(status: u16, headers: &[(&str, &str)]) -> Result<GetHeadersResponse, DecodeError> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let head = response.body(()).unwrap().into_parts().0;
    GetHeaders::decode(&head, ResponseBody::<()>::Bytes("".into()))
}

#[test]
fn scalars_are_decoded_by_their_schemas() {
    let headers = [
        ("x-text", "a, b"),
        ("x-integer", " 7 "),
        ("x-number", "1.5"),
        ("x-boolean", "true"),
        ("x-time", "2024-02-29T12:30:00Z"),
        ("x-level", "low"),
        ("x-size", "2"),
        ("x-plain", "{}"),
    ];
    let expected = GetHeadersResponse::Ok {
        x_text: Some("a, b".to_owned()),
        x_integer: Some(7),
        x_number: Some(1.5),
        x_boolean: Some(true),
        x_time: Some("2024-02-29T12:30:00Z".parse().unwrap()),
        x_level: Some(GetHeadersOkXLevel::Low),
        x_size: Some(Size::N2),
        x_plain: Some("{}".to_owned()),
    };
    let response = read(200, &headers).unwrap();
    assert_eq!(format!("{response:?}"), format!("{expected:?}"));
}

#[test]
fn arrays_and_objects_are_decoded_by_their_styles() {
    let headers = [
        ("x-list", "a, b,c"),
        ("x-list", "d"),
        ("x-sizes", "1,3"),
        ("x-object", "a,1,b,c d"),
        ("x-exploded", "x=1, label=a=b"),
        ("x-map", "a=1,b=2"),
        ("x-json", r#"[{"x":1,"label":"a,b"}]"#),
        ("x-shared", "page,3"),
    ];
    let GetHeadersResponse::NonAuthoritativeInformation {
        x_list,
        x_sizes,
        x_object,
        x_exploded,
        x_map,
        x_json,
        x_shared,
    } = read(203, &headers).unwrap()
    else {
        panic!("expected 203")
    };
    assert_eq!(x_list.unwrap(), ["a", "b", "c", "d"]);
    assert_eq!(x_sizes.unwrap(), [Size::N1, Size::from(3)]);
    let object = x_object.unwrap();
    assert_eq!((object.a, object.b.as_deref()), (1, Some("c d")));
    let point = x_exploded.unwrap();
    assert_eq!((point.x, point.y), (1.0, None));
    assert_eq!(point.label.as_deref(), Some("a=b"));
    assert_eq!(
        x_map.unwrap(),
        [("a".to_owned(), 1), ("b".to_owned(), 2)].into()
    );
    assert_eq!(x_json.unwrap()[0].label.as_deref(), Some("a,b"));
    assert_eq!(x_shared.unwrap().page, Some(3));

    let response = read(404, &[("x-reasons", "gone,dull")]).unwrap();
    let GetHeadersResponse::NotFound { x_reasons } = response else {
        panic!("{response:?}")
    };
    let reasons = serde_json::to_value(x_reasons).unwrap();
    assert_eq!(reasons, json!(["gone", "dull"]));
}

#[test]
fn a_missing_header_is_none() {
    let response = read(203, &[("x-list", "")]).unwrap();
    let expected = GetHeadersResponse::NonAuthoritativeInformation {
        x_list: Some(Vec::new()),
        x_sizes: None,
        x_object: None,
        x_exploded: None,
        x_map: None,
        x_json: None,
        x_shared: None,
    };
    assert_eq!(format!("{response:?}"), format!("{expected:?}"));
}

#[test]
fn an_invalid_header_is_none() {
    for (name, value) in [
        ("x-integer", "seven"),
        ("x-integer", "2147483648"),
        ("x-integer", ""),
        ("x-number", "1,5"),
        ("x-boolean", "yes"),
        ("x-time", "yesterday"),
        ("x-size", "large"),
        ("x-sizes", "1,,2"),
        ("x-object", "b,c"),
        ("x-object", "a,1,b"),
        ("x-object", "a=1"),
        ("x-object", "a,1,a,2"),
        ("x-exploded", "x"),
        ("x-exploded", "x,1"),
        ("x-map", "a=b"),
        ("x-json", "[{}]"),
        ("x-json", "1,2"),
    ] {
        for status in [200, 203] {
            let [with, without] = [&[(name, value)][..], &[]].map(|headers| {
                let response = read(status, headers).unwrap();
                format!("{response:?}")
            });
            assert_eq!(with, without, "{name}: {value}");
        }
    }
}

/// Many headers are a struct.
#[test]
fn many_headers_are_a_struct() {
    use rejoinder_compiled::fixtures::many_headers_client::{
        Operation,
        runtime::{OperationResponse, ResponseBody},
        untagged::{GetBlob, GetBlobResponse},
    };

    let head = |headers: &[(&str, &str)]| {
        let mut response = Response::builder().header("content-type", "application/json");
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        response.body(()).unwrap().into_parts().0
    };
    let body = || ResponseBody::<()>::Bytes(r#"{"a":"1"}"#.into());
    let good = head(&[("etag", "\"1\""), ("x-size", "7")]);
    let GetBlobResponse::Ok {
        body: blob,
        headers,
    } = GetBlob::decode(&good, body()).unwrap()
    else {
        panic!("expected 200");
    };
    assert_eq!(blob.a.as_deref(), Some("1"));
    assert_eq!(headers.e_tag.as_deref(), Some("\"1\""));
    assert_eq!((headers.x_a, headers.x_size), (None, Some(7)));
    let blob = GetBlob::decode(&good, body())
        .unwrap()
        .into_success()
        .unwrap();
    assert_eq!(blob.a.as_deref(), Some("1"));
    let wrong = GetBlob::decode(&head(&[("x-size", "big")]), body()).unwrap();
    let GetBlobResponse::Ok { headers, .. } = wrong else {
        panic!("expected 200");
    };
    assert_eq!(headers.x_size, None);
}
