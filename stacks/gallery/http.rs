//! APIs of others, over HTTPS.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, and a connection that keeps the credentials.
pub fn add(stack: &mut Stack) {
    use events::connection::{AuthParameters, BasicAuthParameters};
    let password = stack.parameter(
        "ApiPassword",
        Parameter::string().no_echo().length(1, 512).describe("The password for https://api.example.com"),
    );
    let login = BasicAuthParameters::new(password.reference(), "username");
    let connection = stack.add(
        "Connection",
        events::Connection::new()
            .authorization_type("BASIC")
            .auth_parameters(AuthParameters::new().basic_auth_parameters(login)),
    );

    let invoke = HttpInvoke::new(&connection, HttpMethod::Post, "https://api.example.com/path/to/resource")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .query_parameter("id", "123")
        .request_body(payload!({ "foo": "bar" }))
        .request_body_encoding(HttpBodyEncoding::UrlEncoded)
        .array_format(HttpArrayFormat::Brackets)
        .state("Invoke HTTP API");
    Examples::new().show("invoke-http-api", invoke).add(stack, "Http", "Calls an API of someone else");
}
