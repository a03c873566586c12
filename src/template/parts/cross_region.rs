//! A function that calls AWS in other regions.

use super::inline_function::InlineFunction;
use crate::diagnostic::Diagnostic;
use crate::reference::{Handle, Property};
use crate::template::scope::{Part, Scope};
use crate::template::{iam, lambda, logs};

/// A Lambda function that calls APIs of AWS in other regions, for states that cannot: Step Functions calls those of its
/// own region only.
///
/// The function may write its log, and nothing else by itself: each
/// [`CallAwsServiceCrossRegion`](crate::tasks::CallAwsServiceCrossRegion) gives its role what that call needs, in these
/// regions only. What the SDK of the Lambda runtime, boto3, knows can be called.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("certificates");
/// let virginia = stack.add("Virginia", CrossRegionCaller::new(["us-east-1"]));
/// let list = CallAwsServiceCrossRegion::new(&virginia, "us-east-1", "acm", "listCertificates", ["*"]);
/// stack.add("Machine", StateMachine::new(list.state("List the certificates")));
/// ```
///
/// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html>.
#[derive(Clone, Debug)]
pub struct CrossRegionCaller {
    regions: Vec<Property<String>>,
    timeout: u32,
    memory: u32,
    retention: u32,
}

/// What [`CrossRegionCaller`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("certificates");
/// let virginia = stack.add("Virginia", CrossRegionCaller::new(["us-east-1"]));
/// assert_eq!(virginia.function.id(), "VirginiaFunction");
/// ```
#[derive(Clone, Debug)]
pub struct CrossRegionFunction {
    /// The function.
    pub function: Handle<lambda::Function>,
    /// The role that it runs under.
    pub role: Handle<iam::Role>,
    /// Where its log goes.
    pub logs: Handle<logs::LogGroup>,
    /// The regions that it may call.
    pub regions: Vec<Property<String>>,
}

impl CrossRegionCaller {
    /// One that may call these regions.
    pub fn new<P: Into<Property<String>>>(regions: impl IntoIterator<Item = P>) -> Self {
        CrossRegionCaller {
            regions: regions.into_iter().map(Into::into).collect(),
            timeout: 30,
            memory: 256,
            retention: 30,
        }
    }

    /// How long a call may take, 1 to 900 seconds; by default 30.
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = seconds;
        self
    }

    /// The function's memory in MB, 128 to 10,240; by default 256.
    pub fn memory(mut self, mb: u32) -> Self {
        self.memory = mb;
        self
    }

    /// For how many days its log is kept; by default 30.
    pub fn log_retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }
}

impl Part for CrossRegionCaller {
    type Handles = CrossRegionFunction;

    fn add(self, id: &str, scope: &mut Scope) -> CrossRegionFunction {
        if self.regions.is_empty() {
            scope.report(
                Diagnostic::error("too-few-items", "no region is named, so nothing may be called")
                    .in_resource(id)
                    .help("name them: `CrossRegionCaller::new([\"us-east-1\"])`"),
            );
        }
        let function = InlineFunction {
            description: "Calls AWS in other regions for a state machine",
            runtime: "python3.13".into(),
            code: include_str!("cross_region.py"),
            timeout: self.timeout,
            memory: self.memory,
            retention: self.retention,
        };
        let (function, role, logs) = function.add(id, scope);
        CrossRegionFunction { function, role, logs, regions: self.regions }
    }
}
