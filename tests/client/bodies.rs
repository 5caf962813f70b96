//! Request bodies other than JSON, byte for byte.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use http::Request;
use rejoinder_compiled::fixtures::{
    forms_client::{
        self,
        models::Client,
        untagged::{StylesBody, TokenBody, TokenBodyGrantType, anything, styles, token},
    },
    multipart_client::{
        BaseUrl, BodyStream, Operation, RequestBody, RequestError,
        models::{About, PicturesRequestBody, Upload, UploadPurpose},
        runtime::{BodyReader, File, Multipart},
        untagged::{any, image, replace, upload},
    },
};

fn form<O: forms_client::Operation>(operation: &O) -> String {
    let base = forms_client::BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    let forms_client::RequestBody::Bytes(bytes) = request.body() else {
        return "nothing".to_owned();
    };
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_form_has_names_and_values() {
    let body = TokenBody::new(TokenBodyGrantType::ClientCredentials);
    assert_eq!(
        form(&token(body.clone())),
        "grant_type=client%20credentials"
    );
    let body = body
        .password("a&b=c+d%")
        .scopes(["read", "write all"])
        .since("2024-02-29T12:30:00Z".parse().unwrap())
        .client(Client::new("ü").age(3));
    assert_eq!(
        form(&token(body)),
        "grant_type=client%20credentials&password=a%26b%3Dc%2Bd%25&scopes=read&scopes=write%20all\
         &since=2024-02-29T12%3A30%3A00Z&client=%7B%22id%22%3A%22%C3%BC%22%2C%22age%22%3A3%7D"
    );
}

#[test]
fn a_form_uses_the_styles_of_its_encoding() {
    let client = || Client::new("a b").age(3);
    let body = StylesBody::new()
        .joined([1, 2])
        .pipes([3, 4])
        .each([5, 6])
        .deep(client())
        .flat(client())
        .json(["x", "y"])
        .url("https://a.b/?c=d");
    assert_eq!(
        form(&styles().body(body)),
        "joined=1,2&pipes=3%7C4&each=5&each=6&deep%5Bid%5D=a%20b&deep%5Bage%5D=3&id=a%20b&age=3\
         &json=%5B%22x%22%2C%22y%22%5D&url=https://a.b/?c=d"
    );
    assert_eq!(form(&styles().body(StylesBody::new())), "");
    assert_eq!(form(&styles()), "nothing");
    let any = [("a b", serde_json::json!(1.5))];
    assert_eq!(form(&anything(any)), "a%20b=1.5");
}

fn request<O: Operation>(operation: &O) -> Result<Request<RequestBody>, RequestError> {
    operation.request(&BaseUrl::parse("https://example.com").unwrap())
}

/// Returns the boundary and the body of a request.
fn parts<O: Operation>(operation: &O) -> (String, String) {
    let request = request(operation).unwrap();
    let head = request.headers()["content-type"].to_str().unwrap();
    let (_, boundary) = head.split_once("; boundary=").unwrap();
    let RequestBody::Bytes(bytes) = request.body() else {
        panic!("{request:?}");
    };
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    (boundary.to_owned(), body.replace(boundary, "BOUNDARY"))
}

#[test]
fn parts_are_files_strings_and_json() {
    let body = Upload::new("\u{1}bytes", UploadPurpose::FineTune)
        .more([File::new("x")
            .file_name("a\"\r\n.png")
            .content_type("image/png")])
        .tags(["a", "b"])
        .about(About::new().page(1))
        .pages([About::new().title("ä")]);
    let (_, body_text) = parts(&upload(body));
    let expected = "--BOUNDARY
Content-Disposition: form-data; name=\"file\"; filename=\"file\"
Content-Type: application/octet-stream

\u{1}bytes
--BOUNDARY
Content-Disposition: form-data; name=\"purpose\"

fine tune
--BOUNDARY
Content-Disposition: form-data; name=\"more\"; filename=\"a%22%0D%0A.png\"
Content-Type: image/png

x
--BOUNDARY
Content-Disposition: form-data; name=\"tags\"

a
--BOUNDARY
Content-Disposition: form-data; name=\"tags\"

b
--BOUNDARY
Content-Disposition: form-data; name=\"about\"
Content-Type: application/json

{\"page\":1}
--BOUNDARY
Content-Disposition: form-data; name=\"pages\"
Content-Type: application/json

{\"title\":\"ä\"}
--BOUNDARY--
";
    assert_eq!(body_text, expected.replace('\n', "\r\n"));
}

#[test]
fn an_encoding_sets_media_types_and_headers() {
    let body = PicturesRequestBody::new("front").token("t");
    let (_, body_text) = parts(&replace().body(body));
    let expected = "--BOUNDARY
Content-Disposition: form-data; name=\"front\"; filename=\"front\"
Content-Type: image/png
X-Kind: front

front
--BOUNDARY
Content-Disposition: form-data; name=\"token\"
Content-Type: application/json

\"t\"
--BOUNDARY--
";
    assert_eq!(body_text, expected.replace('\n', "\r\n"));
    assert!(matches!(
        request(&replace()).unwrap().body(),
        RequestBody::Empty
    ));
}

#[test]
fn the_caller_can_add_undocumented_parts() {
    let body = Multipart::new().text("a", "1").file("b", "2");
    let request = request(&any("x", body)).unwrap();
    let head = request.headers()["content-type"].to_str().unwrap();
    assert!(head.starts_with("multipart/mixed; boundary=rejoinder-"));
}

#[test]
fn a_boundary_is_in_no_part_and_deterministic() {
    let operation = |body_text: &str| any("x", Multipart::new().text("a", body_text));
    let (first, _) = parts(&operation("rejoinder-0123456789abcdef"));
    assert_eq!(
        parts(&operation("rejoinder-0123456789abcdef")).0,
        first,
        "the same parts"
    );
    // The parts have the same size, so that only the content changes the boundary.
    let (second, _) = parts(&operation(&first));
    assert_ne!(second, first);
}

#[test]
fn a_file_has_a_media_type() {
    let head = |operation| request(&operation).unwrap().headers()["content-type"].clone();
    assert_eq!(head(image("x", "bytes")), "application/octet-stream");
    let file = File::new("bytes").content_type("image/webp");
    assert_eq!(head(image("x", file)), "image/webp");
    let file = File::new("bytes").content_type("a/b\r\nx: y");
    assert!(matches!(
        request(&image("x", file.clone())).unwrap_err(),
        RequestError::Header { name } if name == "content-type"
    ));
    let error = request(&upload(Upload::new(file, UploadPurpose::Assistants)));
    assert!(matches!(error.unwrap_err(), RequestError::Body { .. }));
}

/// A stream of chunks.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Bytes::from(self.0.remove(0)))))
    }
}

fn streamed(file: BodyStream) -> (String, RequestBody) {
    let body = Upload::new(file, UploadPurpose::Assistants);
    let request = request(&upload(body)).unwrap();
    let head = request.headers()["content-type"].to_str().unwrap();
    let (_, boundary) = head.split_once("; boundary=").unwrap();
    (boundary.to_owned(), request.into_body())
}

fn read(body: &RequestBody) -> std::io::Result<String> {
    let RequestBody::Stream(stream) = body else {
        panic!("{body:?}");
    };
    let reader: BodyReader = stream.reader().unwrap();
    std::io::read_to_string(reader)
}

#[test]
fn streams_are_parts() {
    let (boundary, body) = streamed(BodyStream::new(Chunks(vec!["by", "tes"])));
    assert_eq!(body.size(), None);
    let body_text = read(&body).unwrap();
    assert!(body_text.contains("\r\n\r\nbytes\r\n--rejoinder-"));
    assert!(body_text.ends_with(&format!("--{boundary}--\r\n")));

    let (_, body) = streamed(BodyStream::new(Chunks(vec!["bytes"])).with_size(5));
    let size = body.size();
    let body_text = read(&body).unwrap();
    assert_eq!(size, Some(body_text.len().try_into().unwrap()));

    // A stream is sent once, even if its request is built twice.
    let stream = BodyStream::new(Chunks(vec!["bytes"]));
    let (_, first) = streamed(stream.clone());
    let (_, second) = streamed(stream);
    assert!(read(&first).is_ok());
    assert!(read(&second).is_err());
}

#[test]
fn a_stream_that_contains_the_boundary_is_an_error() {
    // Without a size, the content of the stream doesn't change the boundary.
    let (boundary, _) = streamed(BodyStream::new(Chunks(Vec::new())));
    let leaked: &'static str = boundary.leak();
    for at in 0..=leaked.len() {
        let (start, end) = leaked.split_at(at);
        for chunks in [vec![start, end], vec!["before", start, "", end, "after"]] {
            let (_, body) = streamed(BodyStream::new(Chunks(chunks)));
            let error = read(&body).unwrap_err();
            assert!(error.to_string().contains("boundary"), "{at}: {error}");
        }
    }
    let each: Vec<&'static str> = leaked.split_inclusive(|_: char| true).collect();
    let (_, body) = streamed(BodyStream::new(Chunks(each)));
    assert!(read(&body).is_err());
    let (_, body) = streamed(BodyStream::new(Chunks(vec!["rejoinder-", "rejoinder-0"])));
    assert!(read(&body).is_ok());
}
