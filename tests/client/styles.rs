//! Serialization of parameters: every style of OpenAPI for strings, arrays and objects, in path,
//! query, headers and cookies.

use rejoinder_compiled::fixtures::{
    paths_client,
    styles_client::{
        BaseUrl, Operation, RequestError,
        models::{Color, Deep, DeepAt, Page, Rgb},
        untagged::*,
    },
};

fn line<O: Operation>(operation: &O) -> String {
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    let uri = request.uri().to_string();
    uri.strip_prefix("https://example.com").unwrap().to_owned()
}

/// Returns the query of [`query()`] without the required parameter, which is empty.
fn query_of(operation: Query) -> String {
    line(&operation).replace("/query", "")
}

fn page() -> Page {
    Page::new()
}

fn black() -> Color {
    Color::BlackToo
}

#[test]
fn a_path_has_every_style() {
    let operation = path(
        [Color::Blue, black()],
        Rgb::new(0.1),
        Rgb::new(2.5).g(200),
        [Color::Blue, black()],
        "a;b",
        Rgb::new(1.0).set_g_null(),
        Rgb::new(0.5).set_g_null(),
    );
    assert_eq!(
        line(&operation),
        "/path/blue,black%2C%20too/R=0.1/.R,2.5,G,200/.blue.black%2C%20too;matrix=a%3Bb;R=1\
         /%7B%22R%22%3A0.5%2C%22G%22%3Anull%7D"
    );
    // An empty string has no equals sign (RFC 6570, section 3.2.7).
    let mut operation = operation;
    operation.matrix = String::new();
    assert!(line(&operation).contains("too;matrix;R=1"));
}

#[test]
fn an_empty_path_segment_is_an_error() {
    let base = BaseUrl::parse("https://example.com").unwrap();
    let operation = |dots: &[Color], simple: Vec<Color>| {
        let rgb = || Rgb::new(1.0);
        path(simple, rgb(), rgb(), dots.to_vec(), "", rgb(), rgb()).request(&base)
    };
    let error = |parameter| RequestError::PathSegment { parameter };
    assert_eq!(operation(&[], vec![black()]).unwrap_err(), error("dots"));
    assert_eq!(operation(&[black()], vec![]).unwrap_err(), error("simple"));
    let dot = || vec![Color::from(".")];
    assert_eq!(operation(&[black()], dot()).unwrap_err(), error("simple"));
    assert_eq!(operation(&dot(), vec![black()]).unwrap_err(), error("dots"));
    let none = || vec![Color::from("")];
    assert_eq!(
        operation(&none(), vec![black()]).unwrap_err(),
        error("dots")
    );
}

#[test]
fn a_query_has_every_style() {
    let colors = || [Color::Blue, black()];
    let new = || query(page());
    let rgb = || Rgb::new(0.1).g(2);
    for (operation, text) in [
        (new(), ""),
        (new().commas(colors()), "?commas=blue,black%2C%20too"),
        (new().commas([]), ""),
        (new().spaces(colors()), "?spaces=blue%20black%2C%20too"),
        (new().pipes(rgb()), "?pipes=R%7C0.1%7CG%7C2"),
        (new().pipes(Rgb::new(1.0)), "?pipes=R%7C1"),
        (new().map([("a", 1), ("b,", 2)]), "?map=a,1,b%2C,2"),
        (new().text("a b"), "?text=a%20b"),
        (new().text(""), "?text="),
        // Delimiters in values are always percent-encoded.
        (
            new().url("https://a.b/c?d=e,f;g&h#i[j]+%20ä"),
            "?url=https://a.b/c?d=e,f;g%26h%23i%5Bj%5D%2B%2520%C3%A4",
        ),
        (new().empty(colors()), "?empty=blue&empty=black%2C%20too"),
        (new().empty([]), "?empty="),
        (new().either("a&b"), "?either=a%26b"),
        (
            new().either(vec!["a".to_owned(), "b".to_owned()]),
            "?either=a&either=b",
        ),
        (
            query(page().size(2).on(true).sort(colors())),
            "?size=2&on=true&sort=blue&sort=black%2C%20too",
        ),
    ] {
        assert_eq!(query_of(operation), text);
    }
}

#[test]
fn deep_objects_are_in_brackets() {
    let deep = Deep::new()
        .at(DeepAt::new().gte("2024").lt(3))
        .colors([Color::Blue, black()])
        .all([Rgb::new(1.0), Rgb::new(2.0).g(3)]);
    let written = query_of(query(page()).deep(deep.clone()));
    let written = written.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(
        written,
        "?deep[at][gte]=2024&deep[at][lt]=3&deep[colors][]=blue&deep[colors][]=black%2C%20too\
         &deep[all][0][R]=1&deep[all][1][R]=2&deep[all][1][G]=3"
    );
    let json = query_of(query(page()).json(deep));
    let json = percent_encoding::percent_decode_str(json.strip_prefix("?json=").unwrap());
    assert_eq!(
        json.decode_utf8().unwrap(),
        r#"{"at":{"gte":"2024","lt":3},"colors":["blue","black, too"],"all":[{"R":1},{"R":2,"G":3}]}"#
    );
    assert_eq!(query_of(query(page()).deep(Deep::new())), "");
}

#[test]
fn headers_and_cookies_have_every_style() {
    let heads = |operation: &Elsewhere| {
        let base = BaseUrl::parse("https://example.com").unwrap();
        let request = operation.request(&base).unwrap();
        let heads = request.headers().iter();
        let heads = heads.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        heads.collect::<Vec<_>>().join("\n")
    };
    let operation = elsewhere([Color::Blue, black()], "a b; c");
    // A header isn't percent-encoded; a cookie is.
    assert_eq!(
        heads(&operation),
        "x-colors: blue,black, too\ncookie: session=a%20b%3B%20c"
    );
    let operation = operation
        .x_color(Rgb::new(1.0).g(2))
        .page(page().size(3).sort([Color::Blue]))
        .seen([1, 2]);
    assert_eq!(
        heads(&operation),
        "x-colors: blue,black, too\nx-color: R=1,G=2\n\
         cookie: session=a%20b%3B%20c; size=3; sort=blue; seen=1,2"
    );
}

/// A value that OpenAPI defines no serialization for is JSON.
#[test]
fn a_value_without_a_style_is_json() {
    let base = BaseUrl::parse("https://example.com").unwrap();
    let line = |operation: Query| {
        let request = operation.request(&base).unwrap();
        let query = request.uri().query().unwrap().to_owned();
        query
            .replace("%22", "\"")
            .replace("%7B", "{")
            .replace("%7D", "}")
            .replace("%3A", ":")
    };
    let unknown: QueryEither = serde_json::from_str("[[\"a\"]]").unwrap();
    assert_eq!(line(query(page()).either(unknown)), "either=%5B\"a\"%5D");
    let nested = query(page()).nested([Rgb::new(1.0), Rgb::new(2.0).g(3)]);
    assert_eq!(line(nested), "nested={\"R\":1}&nested={\"R\":2%2C\"G\":3}");
    let deeper = query(page()).deeper(page().size(1).sort([Color::Blue]));
    assert_eq!(line(deeper), "deeper=size,1,sort,%5B\"blue\"%5D");
}

#[test]
fn paths_can_have_literals_around_parameters() {
    use paths_client::{BaseUrl, Operation, untagged::*};

    fn line<O: Operation>(operation: &O) -> String {
        let base = BaseUrl::parse("https://example.com/api").unwrap();
        let request = operation.request(&base).unwrap();
        let uri = request.uri().to_string();
        uri.strip_prefix("https://example.com/api")
            .unwrap()
            .to_owned()
    }

    assert_eq!(line(&suffix("a/b")), "/calls/a%2Fb.json");
    let operation = compare("main", "a..b").b_query(true).c_d(1).c_d_query(2);
    assert_eq!(
        line(&operation),
        "/compare/main..a..b/main?b=true&c-d=2&c_d=1"
    );
    assert_eq!(line(&search()), "/search?kind=all");
    assert_eq!(line(&search().q("a")), "/search?kind=all&q=a");
    assert_eq!(line(&fragment("#").q("a")), "/search/%23?q=a");
    // Paths that differ in a trailing slash, and in the names of parameters.
    assert_eq!([line(&slash()), line(&no_slash())], ["/calls/", "/calls"]);
    assert_eq!(line(&by_id("a")), "/calls/a/log");
    let dates = by_name("a")
        .date_greater("2024-01-01")
        .date_less("2025-01-01")
        .date("2024-06-01");
    assert_eq!(
        line(&dates),
        "/calls/a/log?Date=2024-06-01&Date%3C=2025-01-01&Date%3E=2024-01-01"
    );
}
