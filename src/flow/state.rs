//! A state: what all types of it share.

use super::join::{Flow, Way};
use super::node::{Exit, Node, Target};
use super::retry::{Catch, Retry};
use crate::asl::{
    Expression, Field, Kind, Path, Payload, QueryLanguage, Seconds, is_plain_path, reference_path,
};
use crate::data::Tree;
use crate::diagnostic::{Diagnostic, Origin};
use crate::iam::Statement;
use std::marker::PhantomData;

/// The types of state, as types.
pub mod kind {
    /// [`Pass`](super::super::Pass).
    #[derive(Clone, Copy, Debug)]
    pub enum Pass {}
    /// A task of the catalogue.
    #[derive(Clone, Copy, Debug)]
    pub enum Task {}
    /// [`Wait`](super::super::Wait).
    #[derive(Clone, Copy, Debug)]
    pub enum Wait {}
    /// [`Choice`](super::super::Choice).
    #[derive(Clone, Copy, Debug)]
    pub enum Choice {}
    /// [`Parallel`](super::super::Parallel).
    #[derive(Clone, Copy, Debug)]
    pub enum Parallel {}
    /// [`Map`](super::super::Map).
    #[derive(Clone, Copy, Debug)]
    pub enum Map {}
    /// [`Succeed`](super::super::Succeed).
    #[derive(Clone, Copy, Debug)]
    pub enum Succeed {}
    /// [`Fail`](super::super::Fail).
    #[derive(Clone, Copy, Debug)]
    pub enum Fail {}
    /// [`CustomState`](super::super::CustomState).
    #[derive(Clone, Copy, Debug)]
    pub enum Custom {}
}

/// No field decided on a language yet: the state speaks that of its expressions, or the machine's.
#[derive(Clone, Copy, Debug)]
pub enum Open {}

/// The state speaks JSONPath.
#[derive(Clone, Copy, Debug)]
pub enum InJsonPath {}

/// The state speaks JSONata.
#[derive(Clone, Copy, Debug)]
pub enum InJsonata {}

/// States that may have JSONPath's fields.
#[diagnostic::on_unimplemented(
    message = "this state speaks JSONata, and this is a field of JSONPath states",
    label = "not in a JSONata state",
    note = "`input_path`, `parameters`, `result_selector`, `result_path` and `output_path` are JSONPath's; JSONata states have `output` and expressions"
)]
pub trait SpeaksJsonPath {}

impl SpeaksJsonPath for Open {}
impl SpeaksJsonPath for InJsonPath {}

/// States that may have JSONata's fields.
#[diagnostic::on_unimplemented(
    message = "this state speaks JSONPath, and this is a field of JSONata states",
    label = "not in a JSONPath state",
    note = "`output` and `arguments` are JSONata's; JSONPath states have `parameters`, `result_selector`, `result_path` and `output_path`"
)]
pub trait SpeaksJsonata {}

impl SpeaksJsonata for Open {}
impl SpeaksJsonata for InJsonata {}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident $message:literal: $($kind:ident)*;)*) => { $(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(message = $message, label = "not on this type of state")]
        pub trait $name {}
        $(impl $name for kind::$kind {})*
    )* };
}

capabilities! {
    /// Types of state that can fail, and so retry and catch.
    CanFail "only Task, Parallel and Map states retry and catch": Task Parallel Map Custom;
    /// Types of state that take an input and give an output.
    HasInput "a Fail state has neither input nor output": Pass Task Wait Choice Parallel Map Succeed Custom;
    /// Types of state that may set variables.
    Assigns "Succeed and Fail states set no variables": Pass Task Wait Choice Parallel Map Custom;
    /// Types of state that have a result of their own.
    HasResult "only Pass, Task, Parallel and Map states have a result": Pass Task Parallel Map Custom;
    /// Types of state whose result can be reshaped.
    SelectsResult "only Task, Parallel and Map states select from their result": Task Parallel Map Custom;
    /// Types of state that take parameters.
    HasParameters "only Pass and Parallel states take parameters of your own making": Pass Parallel Custom;
    /// Types of state that call something.
    Calls "only Task states have time limits, credentials and permissions": Task Custom;
}

/// A state: its type and the language it speaks are in its type.
///
/// Made by the constructors of [`Pass`](super::Pass), [`Wait`](super::Wait), [`Choice`](super::Choice),
/// [`Parallel`](super::Parallel), [`Map`](super::Map), [`Succeed`](super::Succeed), [`Fail`](super::Fail) and
/// [`CustomState`](super::CustomState), and by the tasks of the catalogue.
///
/// ```
/// use stepwright::prelude::*;
///
/// let state = Pass::new("Defaults").result_path("$.defaults").comment("what the rest relies on");
/// let flow = state.then(Succeed::new("Done"));
/// # let _ = flow;
/// ```
pub struct State<K, L = Open> {
    pub(crate) node: Box<Node>,
    pub(crate) sides: Vec<(Way, Flow)>,
    marker: PhantomData<(K, L)>,
}

impl<K, L> Clone for State<K, L> {
    fn clone(&self) -> Self {
        State { node: self.node.clone(), sides: self.sides.clone(), marker: PhantomData }
    }
}

impl<K, L> std::fmt::Debug for State<K, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} state `{}`", self.node.kind, self.node.name)
    }
}

/// A path that a state's own field holds, or nothing at all.
///
/// ```
/// use stepwright::prelude::*;
///
/// let state = Pass::new("Narrow").input_path("$.order").output_path(StatePath::Nothing);
/// # let _ = state;
/// ```
#[derive(Clone, Debug)]
pub enum StatePath {
    /// A path.
    At(String),
    /// `null`: an empty object instead of the input or output; the result dropped.
    Nothing,
}

impl From<&str> for StatePath {
    fn from(path: &str) -> Self {
        StatePath::At(path.to_owned())
    }
}

impl From<String> for StatePath {
    fn from(path: String) -> Self {
        StatePath::At(path)
    }
}

impl From<Expression> for StatePath {
    fn from(expression: Expression) -> Self {
        let text = expression.in_jsonpath();
        StatePath::At(text.unwrap_or_else(|| expression.text.into()))
    }
}

impl<K> State<K, Open> {
    pub(crate) fn begin(name: &str, kind: Kind, origin: Origin) -> Self {
        State { node: Node::new(name, kind, origin), sides: Vec::new(), marker: PhantomData }
    }
}

impl<K, L> State<K, L> {
    /// Goes on from this state to what follows.
    #[track_caller]
    pub fn then(self, next: impl Into<Flow>) -> Flow {
        Flow::from(self).then(next)
    }

    /// This state alone as a flow, renamed by a prefix.
    pub fn prefixed(self, prefix: &str) -> Flow {
        Flow::from(self).prefixed(prefix)
    }

    /// A remark for whoever reads the definition.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.node.set("Comment", comment.into());
        self
    }

    /// Makes the state speak JSONata whatever the machine speaks.
    pub fn in_jsonata(self) -> State<K, InJsonata>
    where
        L: SpeaksJsonata,
    {
        self.speaking(QueryLanguage::Jsonata)
    }

    /// Makes the state speak JSONPath. In a JSONata machine AWS refuses that, which is a finding.
    pub fn in_jsonpath(self) -> State<K, InJsonPath>
    where
        L: SpeaksJsonPath,
    {
        self.speaking(QueryLanguage::JsonPath)
    }

    pub(crate) fn speaking<M>(mut self, language: QueryLanguage) -> State<K, M> {
        self.node.language = Some(language);
        State { node: self.node, sides: self.sides, marker: PhantomData }
    }

    pub(crate) fn with(mut self, field: &'static str, value: impl serde::Serialize) -> Self {
        self.node.set(field, value);
        self
    }

    fn with_path(mut self, field: &'static str, path: StatePath, reference: bool) -> State<K, InJsonPath> {
        match path {
            StatePath::Nothing => self.node.fields.set(field, Tree::Null),
            StatePath::At(text) => {
                let problem = if reference {
                    own_place(&text).err()
                } else {
                    Path::parse(&text).err().map(|error| error.to_string())
                };
                if let Some(error) = problem {
                    let code = "malformed-path";
                    let what = if reference { "reference path" } else { "JSONPath" };
                    self.node.report(
                        Diagnostic::error(code, format!("`{text}` in `{field}` is no {what}: {error}"))
                            .pointer(format!("/{field}")),
                    );
                }
                self.node.fields.set(field, text);
            }
        }
        self.speaking(QueryLanguage::JsonPath)
    }

    /// JSONPath: the part of the input that the state sees; by default all of it.
    pub fn input_path(self, path: impl Into<StatePath>) -> State<K, InJsonPath>
    where
        K: HasInput,
        L: SpeaksJsonPath,
    {
        self.with_path("InputPath", path.into(), false)
    }

    /// JSONPath: the part of the output that goes on; by default all of it.
    pub fn output_path(self, path: impl Into<StatePath>) -> State<K, InJsonPath>
    where
        K: HasInput,
        L: SpeaksJsonPath,
    {
        self.with_path("OutputPath", path.into(), false)
    }

    /// JSONPath: where in the input the result goes; by default it replaces the input.
    pub fn result_path(self, path: impl Into<StatePath>) -> State<K, InJsonPath>
    where
        K: HasResult,
        L: SpeaksJsonPath,
    {
        self.with_path("ResultPath", path.into(), true)
    }

    /// JSONPath: drops the result, so that the input goes on.
    pub fn discard_result(self) -> State<K, InJsonPath>
    where
        K: HasResult,
        L: SpeaksJsonPath,
    {
        self.with_path("ResultPath", StatePath::Nothing, true)
    }

    /// JSONPath: data made from the input, instead of the input.
    pub fn parameters(self, parameters: impl Into<Payload>) -> State<K, InJsonPath>
    where
        K: HasParameters,
        L: SpeaksJsonPath,
    {
        self.with("Parameters", parameters.into()).speaking(QueryLanguage::JsonPath)
    }

    /// JSONPath: data made from the result, instead of the result.
    pub fn result_selector(self, selector: impl Into<Payload>) -> State<K, InJsonPath>
    where
        K: SelectsResult,
        L: SpeaksJsonPath,
    {
        self.with("ResultSelector", selector.into()).speaking(QueryLanguage::JsonPath)
    }

    /// JSONata: what goes on; by default the result, or the input of a state that has none.
    pub fn output(self, output: impl Into<Payload>) -> State<K, InJsonata>
    where
        K: HasInput,
        L: SpeaksJsonata,
    {
        self.with("Output", output.into()).speaking(QueryLanguage::Jsonata)
    }

    /// Variables to set, by name: `payload!({ "total": path("$.total") })`. Seen from the next state on.
    pub fn assign(self, variables: impl Into<Payload>) -> Self
    where
        K: Assigns,
    {
        self.with("Assign", variables.into())
    }

    /// Tries again after errors. Several are asked in the order they were added.
    pub fn retry(mut self, retry: Retry) -> Self
    where
        K: CanFail,
    {
        retry.join(&mut self.node);
        self
    }

    /// What happens after errors. Several are asked in the order they were added; the handler's open ends join
    /// whatever follows.
    pub fn catch(mut self, catch: Catch, handler: impl Into<Flow>) -> Self
    where
        K: CanFail,
    {
        let at = self.node.catches.len();
        let fields = catch.into_fields(&mut self.node);
        self.node.catches.push(Exit { condition: None, fields, target: Target::Open });
        self.sides.push((Way::Catch(at), handler.into()));
        self
    }

    /// How long the state may take, 1 to 99,999,999 seconds; after it comes `States.Timeout`. By default there is
    /// no limit, so a callback that never comes waits for as long as the execution lives.
    pub fn timeout(mut self, limit: impl Into<Field<Seconds>>) -> Self
    where
        K: Calls,
    {
        let limit = limit.into();
        check_seconds(&mut self.node, "TimeoutSeconds", &limit);
        self.with("TimeoutSeconds", limit)
    }

    /// How long the state may be without a heartbeat, 1 to 99,999,999 seconds and less than its timeout; after it
    /// comes `States.HeartbeatTimeout`. By default there is no limit.
    pub fn heartbeat(mut self, limit: impl Into<Field<Seconds>>) -> Self
    where
        K: Calls,
    {
        let limit = limit.into();
        check_seconds(&mut self.node, "HeartbeatSeconds", &limit);
        self.with("HeartbeatSeconds", limit)
    }

    /// Runs the task under another role, which the machine's role then has to be allowed to assume: for calls into
    /// other accounts.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html>.
    pub fn credentials(mut self, role_arn: impl Into<Field<String>>) -> Self
    where
        K: Calls,
    {
        let role_arn = role_arn.into();
        let statement =
            Statement::allow(["sts:AssumeRole"]).because("assumes the role that the task runs under");
        // A role named at run time may be any; the wildcard is reported with the state that asks for it.
        let statement = match &role_arn {
            Field::Literal(arn) => statement.on(arn.as_str()),
            Field::Reference(reference) => statement.on(reference),
            Field::Expression(_) => statement.on("*"),
        };
        self.node.statements.push(statement);
        self.with("Credentials", crate::payload!({ "RoleArn": role_arn }))
    }

    /// Adds a permission that the state needs and nobody can tell from its request.
    pub fn permission(mut self, statement: Statement) -> Self
    where
        K: Calls,
    {
        self.node.statements.push(statement);
        self
    }
}

impl<K, L> From<State<K, L>> for Flow {
    fn from(state: State<K, L>) -> Flow {
        let mut flow =
            if state.node.raw { Flow::of_raw(state.node, &state.sides) } else { Flow::of(state.node) };
        if state.sides.is_empty() {
            return flow;
        }
        // The state's own open end comes after those of its sides, so it is set aside while they join.
        let mut own = std::mem::take(&mut flow.open);
        let mut all = Flow {
            nodes: std::mem::take(&mut flow.nodes),
            entry: flow.entry,
            open: Vec::new(),
            findings: flow.findings,
        };
        for (way, side) in state.sides {
            all.side(way, side);
        }
        let behind = all.nodes.len().saturating_sub(1);
        own.iter_mut().for_each(|slot| slot.from_end = behind);
        own.append(&mut all.open);
        all.open = own;
        all
    }
}

fn check_seconds(node: &mut Node, field: &str, value: &Field<Seconds>) {
    if let Field::Literal(Seconds(seconds)) = value
        && !(1..=99_999_999).contains(seconds)
    {
        node.report(
            Diagnostic::error("out-of-range", format!("`{field}` is {seconds}, it can be 1 to 99999999"))
                .pointer(format!("/{field}")),
        );
    }
}

/// Whether a result can be put where a path says: one place, in the input.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html>.
pub(super) fn own_place(text: &str) -> Result<(), String> {
    if is_plain_path(text) {
        return Ok(());
    }
    reference_path(text).map_err(|error| error.to_string())?;
    match text.strip_prefix('$') {
        Some(rest) if rest.is_empty() || rest.starts_with(['.', '[']) => Ok(()),
        _ => Err("a result can only be put into the input, below `$`".to_owned()),
    }
}
