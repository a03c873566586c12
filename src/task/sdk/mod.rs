//! What is known of AWS's APIs beyond those with a task of their own: services, actions, parameters.
//!
//! From the models of AWS's own SDKs, under the names that a state's `Resource` and `Parameters` have for them. Behind
//! the feature `sdk`, which is on by default; without it nothing is known of any service.

/// Written by `tools/sdk_models.py`: a line per service, below it one per action, with its parameters.
#[cfg(feature = "sdk")]
const MODELS: &str = include_str!("models.txt");
#[cfg(not(feature = "sdk"))]
const MODELS: &str = "";

/// Whether anything is known of any service.
pub fn is_known() -> bool {
    !MODELS.is_empty()
}

/// The names of all services, as a `Resource` spells them, in order.
///
/// ```
/// # #[cfg(feature = "sdk")]
/// assert!(stepwright::task::sdk::services().any(|service| service == "cloudwatchlogs"));
/// ```
pub fn services() -> impl Iterator<Item = &'static str> {
    MODELS.lines().filter(|line| !line.starts_with([' ', '#']))
}

/// A service and its actions.
///
/// ```
/// # #[cfg(feature = "sdk")] {
/// use stepwright::task::sdk::Service;
///
/// let translate = Service::named("translate").unwrap();
/// let action = translate.action("translateText").unwrap();
/// let required: Vec<&str> = action.parameters().filter(|it| it.required).map(|it| it.name).collect();
/// assert_eq!(required, ["Text", "SourceLanguageCode", "TargetLanguageCode"]);
/// # }
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    lines: &'static str,
}

impl Service {
    /// The service of this name, as a `Resource` spells it: `cloudwatchlogs`.
    pub fn named(name: &str) -> Option<Self> {
        let mut from = 0;
        loop {
            let rest = MODELS.get(from..)?;
            let at = from + rest.find(name)?;
            let end = at + name.len();
            let whole = MODELS.get(..at)?.ends_with('\n') && MODELS.get(end..)?.starts_with('\n');
            if whole && !name.is_empty() {
                let lines = MODELS.get(end + 1..)?;
                let mut length = 0;
                for line in lines.split_inclusive('\n').take_while(|line| line.starts_with(' ')) {
                    length += line.len();
                }
                return Some(Service { lines: lines.get(..length)? });
            }
            from = end.max(from + 1);
        }
    }

    /// Its actions, in order.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        self.lines.lines().filter_map(|line| {
            let line = line.trim_start();
            let (name, parameters) = line.split_once(' ').unwrap_or((line, ""));
            (!name.is_empty()).then_some(Action { name, parameters })
        })
    }

    /// The action of this name, as a `Resource` spells it: `getLogEvents`.
    pub fn action(self, name: &str) -> Option<Action> {
        self.actions().find(|action| same(action.name, name))
    }
}

/// The same name, whether its first letter is small or not: APIs are PascalCase, and a `Resource` is camelCase.
fn same(api: &str, name: &str) -> bool {
    let (mut api, mut name) = (api.chars(), name.chars());
    let first = api.next().zip(name.next()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(&b));
    first && api.eq(name)
}

/// An action of a service.
///
/// ```
/// # #[cfg(feature = "sdk")] {
/// use stepwright::task::sdk::Service;
///
/// let action = Service::named("sfn").unwrap().action("stopExecution").unwrap();
/// assert_eq!(action.name(), "stopExecution");
/// assert!(action.parameters().any(|parameter| parameter.name == "ExecutionArn" && parameter.required));
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Action {
    name: &'static str,
    parameters: &'static str,
}

impl Action {
    /// Its name, as a `Resource` spells it: `getLogEvents`.
    pub fn name(self) -> String {
        let mut chars = self.name.chars();
        chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
    }

    /// Its parameters.
    pub fn parameters(self) -> impl Iterator<Item = Parameter> {
        self.parameters.split_whitespace().map(|text| match text.strip_suffix('*') {
            Some(name) => Parameter { name, required: true },
            None => Parameter { name: text, required: false },
        })
    }
}

/// A parameter of an action.
///
/// ```
/// # #[cfg(feature = "sdk")] {
/// use stepwright::task::sdk::Service;
///
/// let action = Service::named("kms").unwrap().action("encrypt").unwrap();
/// assert!(action.parameters().any(|parameter| parameter.name == "KeyId" && parameter.required));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, in PascalCase.
    pub name: &'static str,
    /// Whether a call without it is refused.
    pub required: bool,
}
