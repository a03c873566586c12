//! Choice: goes one of several ways.

use super::condition::Condition;
use super::join::{Flow, Way};
use super::node::{Exit, Target};
use super::state::{InJsonata, Open, SpeaksJsonata, State, kind};
use crate::asl::{Kind, Payload, QueryLanguage};
use crate::data::Entries;
use crate::diagnostic::Origin;

/// Goes the way of the first rule that holds, else the default way.
///
/// Without [`otherwise`](State::otherwise) there is no default, and input that no rule takes ends in
/// `States.NoChoiceMatched`. Whatever the ways leave open joins the next `then`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let flow = Choice::new("Ready?")
///     .when(path("$.status").equals("READY"), Pass::new("Use"))
///     .when(path("$.status").equals("FAILED"), Fail::new("Give up").error("NotReady"))
///     .otherwise(go_on())
///     .then(Succeed::new("Done"));
/// # let _ = flow;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html>.
pub type Choice<L = Open> = State<kind::Choice, L>;

/// A rule with more to it than a condition and a way.
///
/// ```
/// use stepwright::prelude::*;
///
/// let rule = Rule::new(path("$.n").greater_than(3), Succeed::new("Many"))
///     .assign(payload!({ "many": true }))
///     .comment("more than a handful");
/// let choice = Choice::new("Many?").rule(rule);
/// # let _ = choice;
/// ```
#[derive(Clone, Debug)]
pub struct Rule {
    condition: Condition,
    fields: Entries,
    way: Flow,
}

impl Rule {
    /// If `condition` holds, goes on with `way`.
    pub fn new(condition: impl Into<Condition>, way: impl Into<Flow>) -> Self {
        Rule { condition: condition.into(), fields: Entries::new(), way: way.into() }
    }

    /// Variables to set when the rule holds.
    pub fn assign(mut self, variables: impl Into<Payload>) -> Self {
        self.fields.set("Assign", variables.into().0);
        self
    }

    /// JSONata: what goes on when the rule holds, instead of the state's own output.
    pub fn output(mut self, output: impl Into<Payload>) -> Self {
        self.fields.set("Output", output.into().0);
        self
    }

    /// A remark for whoever reads the definition.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.fields.set("Comment", comment.into());
        self
    }
}

impl State<kind::Choice, Open> {
    /// A choice of this name, without rules yet.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        State::begin(name, Kind::Choice, Origin::here())
    }
}

impl<L> State<kind::Choice, L> {
    /// If `condition` holds, goes on with `way`. Rules are asked in the order they were added.
    pub fn when(self, condition: impl Into<Condition>, way: impl Into<Flow>) -> Self {
        self.rule(Rule::new(condition, way))
    }

    /// Adds a rule that has more to it.
    pub fn rule(mut self, rule: Rule) -> Self {
        let at = self.node.rules.len();
        let exit = Exit { condition: Some(rule.condition), fields: rule.fields, target: Target::Open };
        self.node.rules.push(exit);
        self.sides.push((Way::Rule(at), rule.way));
        self
    }

    /// The default way, when no rule holds.
    pub fn otherwise(mut self, way: impl Into<Flow>) -> Self {
        self.node.default = Some(Target::Open);
        self.sides.retain(|(side, _)| *side != Way::Default);
        self.sides.push((Way::Default, way.into()));
        self
    }

    /// JSONata: a condition written out, as [`jsonata`](crate::asl::jsonata) would.
    #[track_caller]
    pub fn when_jsonata(self, condition: &str, way: impl Into<Flow>) -> State<kind::Choice, InJsonata>
    where
        L: SpeaksJsonata,
    {
        let condition = crate::asl::jsonata(condition);
        self.when(condition, way).speaking(QueryLanguage::Jsonata)
    }
}
