//! CodeBuild: BatchGetReports.

use crate::asl::Payload;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::{Ids, ReportsTarget};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, limits, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Reads reports of CodeBuild, on tests or on how much of the code they run.
///
/// # Permissions
///
/// `codebuild:BatchGetReports` on the report groups. ARNs that are written down show them; of reports that are decided at
/// run time they are said: `ReportsTarget::from(path("$.Build.ReportArns")).of_group("site-tests")`. Where they are not,
/// every report group of the account and region is permitted.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Reports": [{"Arn", "Status", "TestSummary", …}], "ReportsNotFound": ["…"]}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let reports = ReportsTarget::from(path("$.Build.ReportArns")).of_group("site-tests");
/// let read = CodeBuildBatchGetReports::new(reports).state("Read the reports");
/// # let _ = read;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildBatchGetReports {
    report_arns: Ids,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    reports: ReportsTarget,
}

impl CodeBuildBatchGetReports {
    /// Reads these reports, 1 to 100: by their ARNs, or an expression that gives a list of them.
    pub fn new(reports: impl Into<ReportsTarget>) -> Self {
        let reports = reports.into();
        CodeBuildBatchGetReports { report_arns: reports.ids().clone(), more: Map::new(), reports }
    }

    /// A parameter that has no setter here, by its name in `BatchGetReports`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for CodeBuildBatchGetReports {
    const NAME: &'static str = "CodeBuildBatchGetReports";
    const API: (&'static str, &'static str) = ("codebuild", "batchGetReports");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let read = Statement::allow(["codebuild:BatchGetReports"]);
        vec![read.on_all(self.reports.arns()).because("reads the reports")]
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let Ids::Listed(arns) = &self.report_arns else { return out };
        out.extend(limits::items("reports", arns.len(), 100, "/Parameters/ReportArns"));
        if arns.is_empty() {
            let message = "there is no report to read";
            out.push(Diagnostic::error("too-few-items", message).pointer("/Parameters/ReportArns"));
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let tests = shape::object([
            ("DurationInNanoSeconds", shape::integer()),
            ("StatusCounts", shape::map(shape::integer())),
            ("Total", shape::integer()),
        ]);
        let coverage = shape::object([
            ("BranchCoveragePercentage", shape::number()),
            ("BranchesCovered", shape::integer()),
            ("BranchesMissed", shape::integer()),
            ("LineCoveragePercentage", shape::number()),
            ("LinesCovered", shape::integer()),
            ("LinesMissed", shape::integer()),
        ]);
        let report = shape::object([
            ("Arn", shape::text()),
            ("CodeCoverageSummary", coverage),
            ("Created", shape::any()),
            ("ExecutionId", shape::text()),
            ("Expired", shape::any()),
            ("ExportConfig", shape::any()),
            ("Name", shape::text()),
            ("ReportGroupArn", shape::text()),
            ("Status", shape::text()),
            ("TestSummary", tests),
            ("Truncated", shape::boolean()),
            ("Type", shape::text()),
        ]);
        shape::object([
            ("Reports", shape::list(report)),
            ("ReportsNotFound", shape::list(shape::text())),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::{Reference, sub};
        vec![
            Example::request(
                "request_response",
                CodeBuildBatchGetReports::new(
                    ReportsTarget::from(path("$.Build.ReportArns"))
                        .of_group("site-tests")
                        .of_group(sub("{}-*", [Reference::to("Docs")])),
                )
                .state("Read the reports"),
            ),
            Example::request(
                "written_down",
                CodeBuildBatchGetReports::new([
                    "arn:aws:codebuild:eu-west-1:123456789012:report/site-tests:0d1c2b3a-1111-2222-3333-444455556666",
                ])
                .state("Read this report"),
            ),
            Example::request(
                "jsonata",
                CodeBuildBatchGetReports::new(
                    ReportsTarget::from(jsonata("$states.input.Build.ReportArns"))
                        .among([Reference::attribute("Tests", "Arn")]),
                )
                .state("Read the reports"),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                CodeBuildBatchGetReports::new(path("$.reports")).state("Read what is asked for"),
            ),
        ]
    }
}
