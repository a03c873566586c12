//! Functions, and calling them.

use super::fault::Fault;
use super::frame::{Env, Frame};
use super::item::{Item, MemberMap, Members, Text};
use super::machine::{Machine, Outcome};
use super::natives::{NATIVES, native};
use super::plan::{Kind, Lambda, Part};
use super::regex::{Matcher, next_match};
use super::signature::Signature;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::LazyLock;

/// What can be called.
pub(super) enum Function<'a> {
    /// A function of the language, by its number.
    Native(usize),
    Lambda {
        lambda: &'a Lambda,
        input: Item<'a>,
        env: Env<'a>,
    },
    /// A lambda of which some arguments are there already, bound in its frame.
    RestOfLambda {
        lambda: &'a Lambda,
        open: Vec<&'a str>,
        input: Item<'a>,
        env: Env<'a>,
    },
    /// A function of the language of which some arguments are there already.
    RestOfNative {
        native: usize,
        bound: Vec<Option<Item<'a>>>,
    },
    /// A call that whoever called the function has to make.
    TailCall(TailCall<'a>),
    /// Finds a pattern.
    Regex(&'a Matcher),
    /// Finds it again, from there on.
    NextMatch {
        matcher: &'a Matcher,
        text: Text<'a>,
        from: usize,
    },
    Transform {
        pattern: &'a Part,
        update: &'a Part,
        delete: Option<&'a Part>,
        env: Env<'a>,
    },
    /// First the one, then the other.
    Chain(Item<'a>, Item<'a>),
}

/// A call that waits to be made.
pub(super) struct TailCall<'a> {
    pub(super) call: &'a Part,
    pub(super) input: Item<'a>,
    pub(super) env: Env<'a>,
}

impl Function<'_> {
    /// How many arguments it has names for.
    pub(super) fn arity(&self) -> usize {
        match self {
            Function::Native(native) => NATIVES.get(*native).map_or(0, |native| native.arity),
            Function::Lambda { lambda, .. } => lambda.parameters.len(),
            Function::RestOfLambda { open, .. } => open.len(),
            Function::RestOfNative { bound, .. } => bound.iter().filter(|bound| bound.is_none()).count(),
            Function::Regex(_) => 2,
            Function::Transform { .. } | Function::Chain(..) => 1,
            Function::TailCall(_) | Function::NextMatch { .. } => 0,
        }
    }

    /// How deep it is nested: in what it sees.
    pub(super) fn nested(&self) -> u32 {
        let within = match self {
            Function::Lambda { input, env, .. }
            | Function::RestOfLambda { input, env, .. }
            | Function::TailCall(TailCall { input, env, .. }) => env.nested().max(input.nested()),
            Function::Transform { env, .. } => env.nested(),
            Function::RestOfNative { bound, .. } => {
                bound.iter().flatten().map(Item::nested).max().unwrap_or(0)
            }
            Function::Chain(first, second) => first.nested().max(second.nested()),
            Function::Native(_) | Function::Regex(_) | Function::NextMatch { .. } => 0,
        };
        within + 1
    }
}

/// What the functions of the language take, in the order of their table.
static SIGNATURES: LazyLock<Vec<Signature>> =
    LazyLock::new(|| NATIVES.iter().map(|native| Signature::parse(native.signature)).collect());

static TRANSFORM: LazyLock<Signature> = LazyLock::new(|| Signature::parse("<(oa):o>"));

impl<'a> Machine<'a, '_> {
    /// Calls what a part names, `first` in front of its arguments.
    pub(super) fn call(
        &self,
        part: &'a Part,
        first: Option<Item<'a>>,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let Kind::Call { function: callee, arguments } = &part.kind else { return Ok(Item::Undefined) };
        let function = self.callee(callee, "T1005", input, env)?;
        let mut values = Vec::with_capacity(arguments.len() + 1);
        values.extend(first);
        for argument in arguments {
            values.push(self.evaluate(argument, input, env)?);
        }
        self.apply(&function, values, input, env).map_err(|fault| named(fault, callee))
    }

    /// What is to be called. Who forgot the `$` is told so.
    fn callee(&self, callee: &'a Part, code: &'static str, input: &Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        let function = self.evaluate(callee, input, env)?;
        if function.is_undefined()
            && matches!(callee.kind, Kind::Path { .. })
            && let Some(name) = name_of(callee)
            && (env.lookup(name).is_some() || native(name).is_some())
        {
            return Err(Fault::new(code).token(name));
        }
        Ok(function)
    }

    /// Calls a function, and what it ends with, until something comes of it.
    pub(super) fn apply(
        &self,
        function: &Item<'a>,
        arguments: Vec<Item<'a>>,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let mut result = self.apply_once(function, arguments, input, env)?;
        loop {
            let Item::Function(found) = &result else { return Ok(result) };
            let Function::TailCall(waiting) = &**found else { return Ok(result) };
            self.spend(1)?;
            let Kind::Call { function, arguments } = &waiting.call.kind else { return Ok(Item::Undefined) };
            let callee = self.evaluate(function, &waiting.input, &waiting.env)?;
            let mut values = Vec::with_capacity(arguments.len());
            for argument in arguments {
                values.push(self.evaluate(argument, &waiting.input, &waiting.env)?);
            }
            result = self.apply_once(&callee, values, input, env).map_err(|fault| named(fault, function))?;
        }
    }

    fn apply_once(
        &self,
        function: &Item<'a>,
        arguments: Vec<Item<'a>>,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let Item::Function(function) = function else { return Err(Fault::new("T1006")) };
        match &**function {
            Function::Native(index) => {
                let (Some(native), Some(signature)) = (NATIVES.get(*index), SIGNATURES.get(*index)) else {
                    return Err(Fault::new("T1006"));
                };
                let arguments = signature.arguments(arguments, input)?;
                (native.run)(self, &arguments)
            }
            Function::Lambda { lambda, input: own, env } => {
                let arguments = match &lambda.signature {
                    Some(signature) => signature.arguments(arguments, input)?,
                    None => arguments,
                };
                let names = lambda.parameters.iter().map(String::as_str);
                self.run_body(lambda, names, arguments, own, env)
            }
            Function::RestOfLambda { lambda, open, input: own, env } => {
                self.run_body(lambda, open.iter().copied(), arguments, own, env)
            }
            Function::RestOfNative { native, bound } => {
                let mut given = arguments.into_iter();
                let all: Vec<Item<'a>> = bound
                    .iter()
                    .map(|bound| bound.clone().unwrap_or_else(|| given.next().unwrap_or(Item::Undefined)))
                    .collect();
                match NATIVES.get(*native) {
                    Some(native) => (native.run)(self, &all),
                    None => Err(Fault::new("T1006")),
                }
            }
            Function::Regex(matcher) => match arguments.into_iter().next() {
                Some(Item::Text(text)) => next_match(matcher, &text, 0, false),
                _ => Ok(Item::Undefined),
            },
            Function::NextMatch { matcher, text, from } => next_match(matcher, text, *from, true),
            Function::Transform { pattern, update, delete, env } => {
                let arguments = TRANSFORM.arguments(arguments, input)?;
                self.transform(arguments.into_iter().next(), (pattern, update, *delete), env)
            }
            Function::Chain(first, second) => {
                let between = self.apply(first, arguments, &Item::Null, env)?;
                self.apply(second, vec![between], &Item::Null, env)
            }
            // It is made where it came up, before anybody sees it.
            Function::TailCall(_) => Err(Fault::new("T1006")),
        }
    }

    fn run_body(
        &self,
        lambda: &'a Lambda,
        names: impl Iterator<Item = &'a str>,
        arguments: Vec<Item<'a>>,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let frame = Frame::new(Some(env));
        let mut arguments = arguments.into_iter();
        for name in names {
            self.bind(&frame, Text::Borrowed(name), arguments.next().unwrap_or(Item::Undefined));
        }
        self.evaluate(&lambda.body, input, &frame)
    }

    /// `left ~> right`.
    pub(super) fn apply_operator(
        &self,
        left: &'a Part,
        right: &'a Part,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let left = self.evaluate(left, input, env)?;
        if matches!(right.kind, Kind::Call { .. }) {
            return self.call(right, Some(left), input, env);
        }
        let function = self.evaluate(right, input, env)?;
        match (&left, &function) {
            (Item::Function(_), Item::Function(_)) => {
                Ok(Item::Function(Rc::new(Function::Chain(left, function))))
            }
            (_, Item::Function(_)) => self.apply(&function, vec![left], &Item::Null, env),
            _ => Err(Fault::new("T2006").about(&function)),
        }
    }

    /// A call with open arguments gives a function of those.
    pub(super) fn partial(
        &self,
        callee: &'a Part,
        arguments: &'a [Option<Part>],
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(match argument {
                Some(argument) => Some(self.evaluate(argument, input, env)?),
                None => None,
            });
        }
        let function = self.callee(callee, "T1007", input, env)?;
        let Item::Function(function) = &function else {
            return Err(named(Fault::new("T1008"), callee));
        };
        let bind = |names: &mut dyn Iterator<Item = &'a str>, env: &Env<'a>| {
            let frame = Frame::new(Some(env));
            let mut open = Vec::new();
            let mut values = values.iter();
            for name in names {
                match values.next() {
                    Some(None) => open.push(name),
                    Some(Some(value)) => self.bind(&frame, Text::Borrowed(name), value.clone()),
                    None => self.bind(&frame, Text::Borrowed(name), Item::Undefined),
                }
            }
            (open, frame)
        };
        let rest = match &**function {
            Function::Lambda { lambda, input, env } => {
                let (open, env) = bind(&mut lambda.parameters.iter().map(String::as_str), env);
                Function::RestOfLambda { lambda, open, input: input.clone(), env }
            }
            Function::RestOfLambda { lambda, open, input, env } => {
                let (open, env) = bind(&mut open.iter().copied(), env);
                Function::RestOfLambda { lambda, open, input: input.clone(), env }
            }
            Function::Native(native) => {
                let count = NATIVES.get(*native).map_or(0, |native| native.names);
                values.resize(count, Some(Item::Undefined));
                Function::RestOfNative { native: *native, bound: values }
            }
            Function::RestOfNative { native, bound } => {
                let mut values = values.into_iter();
                let fill = |bound: &Option<Item<'a>>| match bound {
                    Some(bound) => Some(bound.clone()),
                    None => values.next().unwrap_or(Some(Item::Undefined)),
                };
                Function::RestOfNative { native: *native, bound: bound.iter().map(fill).collect() }
            }
            _ => return Err(named(Fault::new("T1008"), callee)),
        };
        Ok(Item::Function(Rc::new(rest)))
    }

    /// A copy of an object in which parts are changed.
    fn transform(
        &self,
        of: Option<Item<'a>>,
        (pattern, update, delete): (&'a Part, &'a Part, Option<&'a Part>),
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let Some(of) = of.filter(|of| !of.is_undefined()) else { return Ok(Item::Undefined) };
        if env.lookup("clone").is_some_and(|clone| !matches!(clone, Item::Function(_))) {
            return Err(Fault::new("T2013"));
        }
        // Every object of the copy is one of its own, so that its address tells it from all others.
        let copy = self.deep_copy(&of)?;
        let matches = self.evaluate(pattern, &copy, env)?;
        let matches = match matches.list() {
            _ if matches.is_undefined() => return Ok(copy),
            Some(list) => list.to_vec(),
            None => vec![matches],
        };
        let mut changed: Changes<'a> = FxHashMap::default();
        for found in matches {
            let Item::Object(original) = &found else { continue };
            let place = Rc::as_ptr(original);
            let now = changed
                .get(&place)
                .map_or_else(|| found.clone(), |(_, members)| Item::Object(members.clone()));
            let mut members = now.members().map(|members| members.map.clone()).unwrap_or_default();
            let laid_over = self.evaluate(update, &now, env)?;
            match laid_over.members() {
                _ if laid_over.is_undefined() => {}
                Some(more) => {
                    members.extend(more.map.iter().map(|(name, item)| (name.clone(), item.clone())))
                }
                None => return Err(Fault::new("T2011").about(&laid_over)),
            }
            if let Some(delete) = delete {
                let now = Item::object(members.clone());
                delete_members(&mut members, &self.evaluate(delete, &now, env)?)?;
            }
            self.spend(members.len())?;
            if let Item::Object(members) = Item::object(members) {
                changed.insert(place, (original.clone(), members));
            }
        }
        self.rebuild(&copy, &changed)
    }

    fn deep_copy(&self, item: &Item<'a>) -> Outcome<'a> {
        self.spend(1)?;
        if let Some(list) = item.list() {
            let items = list.iter().map(|item| self.deep_copy(item));
            return Ok(Item::plain(items.collect::<Result<_, _>>()?));
        }
        if let Some(members) = item.members() {
            let mut out = MemberMap::default();
            for (name, item) in &members.map {
                out.insert(name.clone(), self.deep_copy(item)?);
            }
            return Ok(Item::object(out));
        }
        Ok(match item {
            Item::Function(_) => Item::Text(Text::Borrowed("")),
            other => other.clone(),
        })
    }

    fn rebuild(&self, item: &Item<'a>, changed: &Changes<'a>) -> Outcome<'a> {
        self.spend(1)?;
        if let Some(list) = item.list() {
            let items = list.iter().map(|item| self.rebuild(item, changed));
            return Ok(Item::plain(items.collect::<Result<_, _>>()?));
        }
        let Item::Object(members) = item else { return Ok(item.clone()) };
        let members = changed.get(&Rc::as_ptr(members)).map_or(members, |(_, members)| members);
        let mut out = MemberMap::default();
        for (name, item) in &members.map {
            out.insert(name.clone(), self.rebuild(item, changed)?);
        }
        Ok(Item::object(out))
    }
}

/// Objects that change: by their address, what they were, which keeps the address theirs, and what they become.
type Changes<'a> = FxHashMap<*const Members<'a>, (Rc<Members<'a>>, Rc<Members<'a>>)>;

fn delete_members<'a>(members: &mut MemberMap<'a>, names: &Item<'a>) -> Result<(), Fault> {
    let list = match names.list() {
        _ if names.is_undefined() => return Ok(()),
        Some(list) => list.to_vec(),
        None => vec![names.clone()],
    };
    if list.iter().any(|name| name.as_text().is_none()) {
        return Err(Fault::new("T2012").about(names));
    }
    for name in list.iter().filter_map(Item::as_text) {
        members.shift_remove(name);
    }
    Ok(())
}

/// Names the function in an error that names nothing yet.
fn named(fault: Fault, callee: &Part) -> Fault {
    match name_of(callee) {
        Some(name) if fault.token.is_none() => fault.token(name),
        _ => fault,
    }
}

fn name_of(callee: &Part) -> Option<&str> {
    match &callee.kind {
        Kind::Variable { name, .. } => Some(name),
        Kind::Path { steps, .. } => match steps.first().map(|step| &step.kind) {
            Some(Kind::Name(name) | Kind::Variable { name, .. }) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
