//! EKS.

use super::case::{Case, case};
use stepwright::prelude::*;

/// With the address and the certificate that the CDK's cluster has.
fn call(method: HttpMethod, at: impl Into<Field<String>>) -> EksCall {
    EksCall::new("myEksCluster", method, at)
        .endpoint("https://eks.example.com")
        .certificate_authority("Q0EtREFUQQ==")
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "eks_call.readme",
            call(HttpMethod::Get, "/api/v1/namespaces/default/pods").state("Call a EKS Endpoint"),
        ),
        case(
            "eks_call.every_parameter",
            call(HttpMethod::Post, "/apis/batch/v1/namespaces/default/jobs")
                .query_parameter("pretty", "true")
                .request_body(payload!({ "kind": "Job", "name": path("$.name") }))
                .state("Call"),
        ),
        case("eks_call.jsonata", call(HttpMethod::Post, jsonata("$states.input.path")).state("Call")),
    ]
}
