//! HTTPS APIs, by a connection.

use super::case::{Case, case};
use stepwright::prelude::*;

fn connection() -> Handle<events::Connection> {
    Handle::new("ConnectionConnection", events::Connection::new())
}

pub fn cases() -> Vec<Case> {
    let url = "https://api.example.com/path/to/resource";
    vec![
        case(
            "http_invoke.readme",
            HttpInvoke::new(&connection(), HttpMethod::Post, url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .query_parameter("id", "123")
                .request_body(payload!({ "foo": "bar" }))
                .request_body_encoding(HttpBodyEncoding::UrlEncoded)
                .array_format(HttpArrayFormat::Brackets)
                .state("Invoke HTTP API"),
        ),
        case("http_invoke.least", HttpInvoke::new(&connection(), HttpMethod::Get, url).state("Get")),
        case(
            "http_invoke.jsonata",
            HttpInvoke::new(&connection(), HttpMethod::Get, url)
                .query_parameter("id", jsonata("$states.input.id"))
                .state("Get"),
        ),
    ]
}
