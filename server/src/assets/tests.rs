use super::*;

const SCRIPT: &str = "assets/app-0123.js";

fn get(name: &str) -> Option<Built> {
    let bytes: &'static [u8] = match name {
        "index.html" => b"page",
        "index.html.br" => b"page br",
        "sw.js" => b"worker",
        SCRIPT => b"script",
        "assets/app-0123.js.br" => b"script br",
        "assets/app-0123.js.gz" => b"script gz",
        "assets/icon-0.png" => b"png",
        _ => return None,
    };
    let mut hash = [0; 32];
    hash[..bytes.len()].copy_from_slice(bytes);
    Some(Built { bytes: Cow::Borrowed(bytes), hash })
}

fn ask(path: &str, pairs: &[(header::HeaderName, &str)]) -> Response {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.insert(name, HeaderValue::from_str(value).unwrap());
    }
    answer(&Method::GET, path, &headers, get)
}

fn read(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn body(response: Response) -> Vec<u8> {
    use http_body_util::BodyExt;
    response.into_body().collect().await.unwrap().to_bytes().to_vec()
}

#[tokio::test]
async fn a_screen_gets_the_page() {
    for path in ["/", "/journee", "/passage/0192-ab/compte-rendu", "/apiculture"] {
        let response = ask(path, &[]);
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(read(&response, header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(read(&response, header::CACHE_CONTROL), "no-store");
        assert_eq!(body(response).await, b"page");
    }
}

#[test]
fn what_is_no_screen_is_not_found() {
    for path in ["/api", "/api/v1/nothing", "/health", "/x.js", "/assets/app-9.js", "/../sw.js"] {
        assert_eq!(ask(path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
    }
    let sibling = ask("/assets/app-0123.js.br", &[]);
    assert_eq!(sibling.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_best_encoding_that_is_taken_is_sent() {
    let cases = [
        ("gzip, deflate, br", "br", "script br"),
        ("gzip", "gzip", "script gz"),
        ("br;q=0, gzip;q=0.5", "gzip", "script gz"),
        ("*", "br", "script br"),
        ("*;q=0, identity", "", "script"),
        ("", "", "script"),
    ];
    for (accepted, encoding, content) in cases {
        let response = ask("/assets/app-0123.js", &[(header::ACCEPT_ENCODING, accepted)]);
        assert_eq!(read(&response, header::CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(read(&response, header::VARY), "accept-encoding");
        assert_eq!(read(&response, header::CACHE_CONTROL), FOREVER);
        assert_eq!(body(response).await, content.as_bytes());
    }
}

#[tokio::test]
async fn a_file_without_sibling_is_sent_as_it_is() {
    let response = ask("/assets/icon-0.png", &[(header::ACCEPT_ENCODING, "br, gzip")]);
    assert_eq!(read(&response, header::CONTENT_ENCODING), "");
    assert_eq!(read(&response, header::CONTENT_TYPE), "image/png");
    assert_eq!(body(response).await, b"png");
}

#[test]
fn the_worker_and_the_page_are_asked_for_again() {
    let first = ask("/sw.js", &[]);
    assert_eq!(read(&first, header::CACHE_CONTROL), "no-cache");
    let tag = read(&first, header::ETAG).to_owned();
    let again = ask("/sw.js", &[(header::IF_NONE_MATCH, &tag)]);
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(read(&again, header::ETAG), tag);
    let changed = ask("/sw.js", &[(header::IF_NONE_MATCH, "\"other\"")]);
    assert_eq!(changed.status(), StatusCode::OK);
}

#[test]
fn each_encoding_has_its_own_tag() {
    let plain = ask("/", &[]);
    let packed = ask("/", &[(header::ACCEPT_ENCODING, "br")]);
    assert_ne!(read(&plain, header::ETAG), read(&packed, header::ETAG));
}

#[tokio::test]
async fn head_has_no_body_and_writing_is_refused() {
    let head = answer(&Method::HEAD, "/", &HeaderMap::new(), get);
    assert_eq!(read(&head, header::CONTENT_LENGTH), "4");
    assert!(body(head).await.is_empty());
    let post = answer(&Method::POST, "/journee", &HeaderMap::new(), get);
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// What is sent says what it is: the files of this build, and each kind that a build holds.
#[test]
fn every_file_says_what_it_is() {
    let packed = |name: &str| name.ends_with(".br") || name.ends_with(".gz");
    let built = Dist::iter().map(|name| name.into_owned()).filter(|name| !packed(name));
    let kinds = ["a.html", "a.js", "a.css", "a.wasm", "a.webmanifest", "a.json"];
    for name in built.chain(kinds.map(str::to_owned)) {
        assert_ne!(media_type(&name), "application/octet-stream", "{name}");
    }
}
