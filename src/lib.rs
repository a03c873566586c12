//! Typed builders for AWS Step Functions: workflows in Amazon States Language, the SAM or CloudFormation template that
//! deploys them, and the IAM statements they really need.
//!
//! ```
//! use stepwright::prelude::*;
//!
//! fn orders() -> Stack {
//!     let mut stack = Stack::new("orders").describe("Charges an order and keeps it");
//!     let table = stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
//!
//!     let charge = LambdaInvoke::new("charge")
//!         .payload(payload!({ "orderId": path("$.id") }))
//!         .state("Charge")
//!         .result_path("$.receipt")
//!         .catch(Catch::all().result_path("$.error"), Fail::new("Refused").error("OrderRefused"));
//!     let keep = DynamoPutItem::new(&table, [("Id", DynamoAttributeValue::string(path("$.id")))]).state("Keep");
//!
//!     stack.add("TakeOrder", StateMachine::new(charge.then(keep)));
//!     stack
//! }
//!
//! let synthesis = orders().synthesize(Target::Sam);
//! assert!(synthesis.findings.is_empty());
//! let policy = synthesis.machines[0].statements.iter().flat_map(|statement| &statement.actions);
//! assert_eq!(policy.collect::<Vec<_>>(), ["lambda:InvokeFunction", "dynamodb:PutItem"]);
//! ```
//!
//! Three types carry everything: a [`Stack`](stack::Stack) of resources, a [`Flow`](flow::Flow) of states, and a
//! [`StateMachine`](machine::StateMachine) that puts the second into the first. Most stacks need only the
//! [`prelude`].
//!
//! # How it reads
//!
//! A task is said in two steps, always in this order: *what is called* (a request, such as
//! [`EcsRunTask`](tasks::EcsRunTask), whose fields are the API's parameters), then *where it stands in the flow*
//! ([`state`](task::Task::state), [`run_job`](task::Task::run_job),
//! [`wait_for_task_token`](task::Task::wait_for_task_token)). Required values go into `new`, optional ones into
//! chained setters. Nothing has to be unwrapped and setters never fail: everything that is wrong comes back at once,
//! as [`Diagnostic`](diagnostic::Diagnostic) values with their place and the builder line, when the stack is
//! synthesized. What can be refused by the compiler is: an API that cannot be waited for has no `run_job`, and a
//! state that speaks JSONata has no `result_path`.
//!
//! What a task needs of the machine's role, it says itself, each right with its reason. `PERMISSIONS.md`, beside the
//! README, shows it for every task and pattern, next to what the AWS CDK grants; [`INTEGRATIONS`](task::INTEGRATIONS)
//! lists the APIs and patterns that AWS documents.
//!
//! # From a stack to its files
//!
//! 1. *Requests serialize*, into a tree in which an [`Expression`](asl::Expression) and a reference are leaves of their
//!    own: data that looks like one stays data.
//! 2. *Flows join.* `then` connects open ends by name; nested flows stay inside their state.
//! 3. *A machine lowers, once, top down.* The query language of each state is settled, expressions become keys (`Id.$`),
//!    twins (`TimeoutSecondsPath`) or `{% … %}`; references become `${Name}`, bound in `DefinitionSubstitutions`.
//!    Statements come up with the state that asked for them, and are merged.
//! 4. *A stack writes.* Each machine gets a role with its statements; parts have become resources; tags reach
//!    whatever takes some. Then the template as a whole is checked: references to nothing, circles, limits.
//!
//! # Rooms
//!
//! A room may use only what its line names; a test (`tests/architecture.rs`) holds this table and fails on any other
//! arrow. Every room may use [`diagnostic`].
//!
//! | room | what it is | may use |
//! | --- | --- | --- |
//! | [`diagnostic`] | findings: code, place, origin, message, help | nothing |
//! | [`query`] | JSONPath as AWS speaks it, intrinsic functions, JSONata: parsing; JavaScript to JSONata | nothing else |
//! | [`reference`](mod@reference) | references, handles, template properties | nothing else |
//! | [`iam`] | statements, policies, ARNs with blanks in them, merging | reference |
//! | `data` | JSON on its way into a definition: a tree with expressions and references in it | reference |
//! | [`asl`] | the language as data: read, write, walk; fields; lowering | query, reference, data |
//! | [`template`] | CloudFormation and SAM as data: resources, higher parts, YAML | reference, iam, data |
//! | [`target`] | what a task acts on, and how its ARN is spelled | reference, asl, data, iam, template |
//! | [`flow`] | states, conditions, joining | asl, data, iam, reference, query, target |
//! | [`task`] | what a task is: request, patterns, catalogue entry; what is known of AWS's APIs | flow, asl, iam, target, reference |
//! | [`tasks`] | every task there is, one file per API | task, target, flow, asl, data, iam, reference, template |
//! | [`machine`] | a flow and its options, to a definition and its statements | flow, asl, data, iam, reference, target |
//! | [`run`] | runs any definition here: replies, files and chance come from its world, time is its own | asl, query, machine |
//! | [`stack`] | resources and machines, to files | machine, template, target, asl, data, iam, reference, validate |
//! | [`validate`] | what is wrong with a definition: AWS's rules, and what people regret | asl, query, template, task |
//! | `cli` | the verbs of `synth`; the only room that touches files, terminal and clock | all of the above |
//! | [`prelude`] | what a stack may say | all of the above |
//!
//! What is absent keeps the house quiet: [`asl`] never names an AWS service, [`task`] never names a task, nothing but
//! `cli` reads a file or a clock, and nothing is sorted or hashed for output: what goes in first comes out first.
//!
//! # Features
//!
//! * `cli` (default): the command line, for the stacks here and for a user's own.
//! * `run` (default): running workflows, in both query languages.
//! * `sdk` (default): what is known of AWS APIs without a task of their own, to check calls of them.
//! * `yaml` (default): reading definitions written in YAML. Writing templates as YAML needs no feature.

// Bad input never panics: whatever could is refused in the library; tests may.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod asl;
#[cfg(feature = "cli")]
pub mod cli;
mod data;
pub mod diagnostic;
pub mod flow;
pub mod iam;
pub mod machine;
pub mod prelude;
pub mod query;
pub mod reference;
#[cfg(feature = "run")]
pub mod run;
pub mod stack;
pub mod target;
pub mod task;
pub mod tasks;
pub mod template;
pub mod validate;
