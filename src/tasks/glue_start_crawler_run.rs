//! Glue: StartCrawler.

use crate::asl::{Field, Payload};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::GlueCrawlerTarget;
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Starts a Glue crawler, whatever its schedule says.
///
/// The state goes on while the crawler runs. It fails with `Glue.CrawlerRunningException` where the crawler is running
/// already. To wait, ask again and again: the example shows how.
///
/// # Permissions
///
/// `glue:StartCrawler` on the crawler.
///
/// # Patterns
///
/// Request and response only: it is an AWS SDK integration, for which `.sync` does not exist, and a crawler's name is
/// all that it takes, so that no task token can be handed over.
///
/// # Output
///
/// `{}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let crawler = arn("glue", "crawler/{}", ["orders"]);
/// let look = CallAwsService::new("glue", "getCrawler", [crawler]).parameters(payload!({ "Name": "orders" }));
/// let flow = GlueStartCrawlerRun::new("orders")
///     .state("Crawl the orders")
///     .then(Wait::seconds("Give it a minute", minutes(1)))
///     .then(look.state("Look at the crawler"))
///     .then(
///         Choice::new("Is it done?")
///             .when(path("$.Crawler.State").equals("READY"), Succeed::new("Done"))
///             .otherwise(go_to("Give it a minute")),
///     );
/// # let _ = flow;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct GlueStartCrawlerRun {
    name: Field<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    crawler: GlueCrawlerTarget,
}

impl GlueStartCrawlerRun {
    /// Starts this crawler: a handle, a name, or an expression that gives one.
    pub fn new(crawler: impl Into<GlueCrawlerTarget>) -> Self {
        let crawler = crawler.into();
        GlueStartCrawlerRun { name: crawler.name().clone(), more: Map::new(), crawler }
    }

    /// A parameter that has no setter here, by its name in `StartCrawler`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for GlueStartCrawlerRun {
    const NAME: &'static str = "GlueStartCrawlerRun";
    const API: (&'static str, &'static str) = ("aws-sdk:glue", "startCrawler");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        vec![
            Statement::allow(["glue:StartCrawler"]).on_all(self.crawler.arns()).because("starts the crawler"),
        ]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        limits::length("Name", Some(&self.name), 1..=255).into_iter().collect()
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::{Handle, Reference};
        use crate::template::glue;
        let role = Reference::attribute("GlueRole", "Arn");
        let orders = Handle::new("Orders", glue::Crawler::new(role, glue::crawler::Targets::new()));
        vec![
            Example::request("request_response", GlueStartCrawlerRun::new(&orders).state("Crawl the orders")),
            Example::request("by_name", GlueStartCrawlerRun::new("orders").state("Crawl the orders")),
            Example::request(
                "jsonata",
                GlueStartCrawlerRun::new(jsonata("$states.input.crawler")).state("Crawl what is asked for"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                GlueStartCrawlerRun::new(path("$.crawler")).state("Crawl what is asked for"),
            ),
        ]
    }
}
