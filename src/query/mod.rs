//! The languages in which a workflow points at data: JSONPath as Step Functions speaks it, intrinsic functions, and
//! [`jsonata`].
//!
//! Reading is strict about shape and keeps everything that was written, with its place in the text, so that a
//! finding can point at a character and evaluation needs no second look. Step Functions speaks Jayway's JSONPath as
//! old versions of it did; what it may not know of the newer ones is read all the same and told apart by
//! [`Path::doubtful`].
//!
//! One more language comes from elsewhere: [`JavaScript`], in which workflows of the CDK compute. It is read as far as it
//! can be said in JSONata.
//!
//! Nothing here recurses deeper than [`MAX_DEPTH`], JSONata than [`jsonata::MAX_NESTED`], and reading takes time in
//! proportion to the text.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html>,
//! <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html> and
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>.

mod cursor;
mod error;
#[cfg(feature = "run")]
mod evaluate;
mod expression;
mod filter;
mod function;
mod intrinsic;
mod javascript;
pub mod jsonata;
mod literal;
mod path;
mod path_reader;

pub use cursor::MAX_DEPTH;
pub use error::{ParseError, Position};
#[cfg(feature = "run")]
pub(crate) use evaluate::with_stack_for_data;
#[cfg(feature = "run")]
pub use evaluate::{Binding, EvaluationError, Host, JsonataError, JsonataProgram, PathError, Scope};
pub(crate) use expression::is_plain_path;
pub use expression::{Expression, ExpressionKind};
pub use filter::{Comparison, Filter, Operand, Operator, Pattern};
pub use function::{FUNCTIONS, Function, HASH_ALGORITHMS, Kind, function};
pub use intrinsic::{Argument, Call, MAX_NESTED, Text};
pub use javascript::{InJsonata, JavaScript, JavaScriptPath, Remark, Step, cut_at_paths};
pub use literal::Literal;
pub use path::{
    FunctionArgument, MAX_VARIABLE_NAME, PATH_FUNCTIONS, Path, PathFunction, Root, Segment, Selector,
    is_variable_name, reference_path,
};
