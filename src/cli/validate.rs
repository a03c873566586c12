//! `synth validate`: what is wrong with definitions, wherever they stand.
//!
//! What is named is a file where there is one of that name, and a stack otherwise. A file is a template where it has
//! resources, and a definition otherwise.

use super::args::{Report, Validate, WorkflowName};
use super::files::{shown, slashes};
use super::findings::{accepted, count, json, plural, text_in};
use super::world::{Stop, World};
use super::{NamedStack, compose, sarif};
use crate::asl::source::{Format, read_template};
use crate::diagnostic::{Diagnostic, acknowledge, nearest};
use crate::stack::Target;
use crate::tasks::CATALOGUE;
use crate::validate::{
    Options, RULES, Rule, Workflow, is_template, validate, validate_template, validate_together,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Findings, and the file they stand in; builders say their file themselves.
pub(super) struct Judged {
    /// A file or a stack, as it was named.
    pub(super) name: String,
    pub(super) machines: usize,
    pub(super) findings: Vec<(Option<String>, Diagnostic)>,
    pub(super) accepted: Vec<(Option<String>, Diagnostic, String)>,
}

pub(super) fn run(args: &Validate, stacks: &[NamedStack], world: &mut World) -> Result<u8, Stop> {
    for (rule, _) in &args.allow {
        known(rule)?;
    }
    let mut all = Vec::new();
    for subject in &args.subjects {
        let (machines, found) = judge(subject, args, stacks, world)?;
        let mut one = Judged { name: subject.clone(), machines, findings: Vec::new(), accepted: Vec::new() };
        for (file, findings) in found {
            let (left, allowed) = acknowledge(findings, &args.allow);
            one.findings.extend(left.into_iter().map(|finding| (file.clone(), finding)));
            let allowed = allowed.into_iter().map(|(finding, reason)| (file.clone(), finding, reason));
            one.accepted.extend(allowed);
        }
        all.push(one);
    }
    match args.format {
        Report::Text => print_text(&all, world)?,
        Report::Json => world.print_json(&as_json(&all))?,
        Report::Sarif => world.print_json(&sarif::log(&all))?,
        Report::Github => print_commands(&all, world)?,
    }
    let refused = all.iter().flat_map(|one| &one.findings).any(|(_, finding)| finding.is_error());
    Ok(u8::from(refused))
}

fn known(rule: &str) -> Result<(), Stop> {
    if Rule::named(rule).is_some() {
        return Ok(());
    }
    let help = match nearest(rule, RULES.iter().map(|rule| rule.name)) {
        Some(near) => format!("there is a rule `{near}`"),
        None => "`synth explain` lists them".to_owned(),
    };
    Err(Stop::usage(format!("there is no rule `{rule}`"), Some(help)))
}

type Found = Vec<(Option<String>, Vec<Diagnostic>)>;

/// How many machines something holds, and what is wrong with them, by file.
fn judge(
    subject: &str,
    args: &Validate,
    stacks: &[NamedStack],
    world: &World,
) -> Result<(usize, Found), Stop> {
    let path = world.folder.join(subject);
    if path.is_file() {
        return file(subject, &path, args);
    }
    let is_stack = stacks.iter().any(|(name, _)| *name == subject);
    if !is_stack && (path.exists() || subject.contains(['/', '\\', '.'])) {
        let error = match path.is_dir() {
            true => std::io::ErrorKind::IsADirectory.into(),
            false => std::io::ErrorKind::NotFound.into(),
        };
        return Err(Stop::file("read", &path)(error));
    }
    let (name, function) = compose::find(stacks, subject)?;
    match compose::synthesize(name, function, Target::Sam) {
        Ok(synthesis) => Ok((synthesis.machines.len(), vec![(None, synthesis.findings)])),
        Err(finding) => Ok((0, vec![(None, vec![*finding])])),
    }
}

fn file(name: &str, path: &Path, args: &Validate) -> Result<(usize, Found), Stop> {
    let bytes = fs::read(path).map_err(Stop::file("read", path))?;
    let (name, format) = (slashes(name), Format::of_file(name));
    let text = std::str::from_utf8(&bytes).ok();
    let template = text.and_then(|text| read_template(text, format).ok().filter(is_template));
    if let (Some(template), Some(text)) = (template, text) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let read = |file: &str| {
            fs::read_to_string(folder.join(file)).map_err(|error| format!("cannot read `{file}`: {error}"))
        };
        let machines = validate_template(&template, (text, format), CATALOGUE, &read);
        let count = machines.len();
        let beside = |file: Option<String>| match file {
            Some(file) => shown(&Path::new(&name).parent().unwrap_or(Path::new("")).join(file)),
            None => name.clone(),
        };
        let each = machines.into_iter().map(|machine| (Some(beside(machine.file)), machine.findings));
        let together = (Some(name.clone()), validate_together(&template, Some((text, format))));
        return Ok((count, each.chain([together]).collect()));
    }
    let workflow = match args.r#type {
        WorkflowName::Standard => Workflow::Standard,
        WorkflowName::Express => Workflow::Express,
    };
    let findings = validate(&bytes, format, &Options::new(workflow).catalogue(CATALOGUE));
    Ok((1, vec![(Some(name), findings)]))
}

fn print_text(all: &[Judged], world: &mut World) -> Result<(), Stop> {
    let paint = world.paint();
    let mut out = String::new();
    for one in all {
        for (file, finding) in &one.findings {
            out.push_str(&text_in(finding, file.as_deref(), paint));
            out.push('\n');
        }
        for (_, finding, reason) in &one.accepted {
            out.push_str(&accepted(finding, reason, paint));
        }
        let findings: Vec<Diagnostic> = one.findings.iter().map(|(_, finding)| finding.clone()).collect();
        let found = count(&findings);
        let found = if found.is_empty() { "no findings" } else { &found };
        let machines = plural(one.machines, "machine", "machines");
        out.push_str(&format!("{}: {machines}, {found}\n", paint.bold(&one.name)));
    }
    world.print(&out)
}

/// A finding as JSON, with its file.
fn as_json(all: &[Judged]) -> Value {
    let findings = all.iter().flat_map(|one| &one.findings);
    findings
        .map(|(file, finding)| {
            let mut out = json(finding);
            if let (Some(file), Value::Object(members)) = (file, &mut out) {
                members.insert("file".to_owned(), json!(file));
            }
            out
        })
        .collect()
}

/// Checked against
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message>.
fn print_commands(all: &[Judged], world: &mut World) -> Result<(), Stop> {
    use crate::diagnostic::Severity;
    let mut out = String::new();
    for (file, finding) in all.iter().flat_map(|one| &one.findings) {
        let word = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let mut properties = Vec::new();
        if let Some(place) = line_of(file.as_deref(), finding) {
            properties.push(format!("file={}", in_property(&place.file)));
            if let Some((line, column)) = place.line {
                properties.push(format!("line={line},col={column}"));
            }
        }
        properties.push(format!("title={}", in_property(finding.code)));
        let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        let message = in_message(&format!("{}{help}", finding.message));
        out.push_str(&format!("::{word} {}::{message}\n", properties.join(",")));
    }
    world.print(&out)
}

fn in_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn in_property(text: &str) -> String {
    in_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// The file of a finding, and its line and column where they are known.
pub(super) struct Line {
    pub(super) file: String,
    pub(super) line: Option<(usize, usize)>,
}

/// Where a finding stands: in the builder's file, or in the one that was read.
pub(super) fn line_of(file: Option<&str>, finding: &Diagnostic) -> Option<Line> {
    if let Some(origin) = &finding.origin {
        let line = (origin.line() as usize, origin.column() as usize);
        return Some(Line { file: slashes(origin.file()), line: Some(line) });
    }
    let line = finding.place.position.map(|position| (position.line, position.column));
    Some(Line { file: file?.to_owned(), line })
}
