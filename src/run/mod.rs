//! Running workflows here: any definition, in both query languages, on a virtual clock.
//!
//! ```
//! use serde_json::json;
//! use stepwright::prelude::*;
//! use stepwright::run::{Run, Status, never};
//!
//! let ask = LambdaInvoke::new("ask")
//!     .payload(payload!({ "token": task_token() }))
//!     .wait_for_task_token("Ask")
//!     .timeout(hours(1))
//!     .catch(Catch::on("States.Timeout"), Succeed::new("Nobody answered"));
//! let run = StateMachine::new(ask).run(json!({})).mock("Ask", never()).finish();
//! assert_eq!(run.status(), Status::Succeeded);
//! run.expect_path(["Ask", "Nobody answered"]);
//! assert_eq!(run.duration(), 3_600_000);
//! ```
//!
//! A [`Program`] is a definition made ready, once; a [`Runner`] is told the input and the [`World`], and an
//! [`Execution`] tells what came of it: status, output or error, the history in AWS's own format, the path. Nothing
//! here asks a network, a file or a clock, and nothing is left to chance: the same run comes out the same.
//!
//! [`test_state`] tries one state on its own, as AWS's TestState API does; [`MockConfig`] reads AWS's file of mocks.
//!
//! Runs are bounded: 25,000 events of a Standard execution, five minutes of an Express one, 256 KiB of data between
//! states, [`MOST_STATES`] states. What passes a bound ends in an error, AWS's own where it has one.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html>; names and causes of
//! errors are those that AWS was seen to give, where they are known.

mod catching;
mod choice;
mod context;
mod engine;
mod execution;
mod failure;
mod groups;
mod history;
mod inspection;
mod items;
mod jsonata;
mod mock;
mod mock_config;
mod nested;
mod numbers;
mod program;
mod read;
mod results;
mod runner;
mod scope;
mod shapes;
mod size;
mod states;
mod tasks;
mod template;
mod test_state;
mod test_state_json;
mod tested;
mod time;
mod trial;
mod trial_world;
mod world;

pub use engine::Status;
pub use execution::Execution;
pub use failure::Failure;
pub use history::{Event, MAX_EVENTS};
pub use inspection::Inspection;
pub use mock::{Answers, Function, Mocks};
pub use mock_config::MockConfig;
pub use program::Program;
pub use runner::{MOST_STATES, Run, Runner};
pub use shapes::Validation;
pub use test_state::{Level, TestState, test_state};
pub use tested::{Refusal, Tested, Verdict};
pub use time::Time;
pub use world::{File, Reply, Request, World, fails, from_schema, never, returns};
