//! What may stand on the command line.

use super::world::{Stop, World};
use crate::stack::Target;
use clap::{Command, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Workflows of AWS Step Functions from typed builders to deployable templates
///
/// Without a verb it builds: `synth orders --check` is `synth build orders --check`.
#[derive(Debug, Parser)]
#[command(name = "synth", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 errors found or files differ, 2 wrong usage or unreadable files"
)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) build: Build,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    Build(Build),
    New(New),
    List(List),
    Asl(Asl),
    Permissions(Permissions),
    Tasks(Tasks),
    Validate(Validate),
    Explain(Explain),
    Completions(Completions),
    Man(Man),
}

/// Writes each stack's template, definitions, application code and samconfig.toml
#[derive(Debug, clap::Args)]
pub(super) struct Build {
    /// The stacks to build; all by default
    #[arg(value_name = "STACK")]
    pub(super) stacks: Vec<String>,
    /// The folder to write to; each stack has a folder of its own in it
    #[arg(long, value_name = "FOLDER", default_value = "synth.out")]
    pub(super) out: PathBuf,
    /// What the template is written for
    #[arg(long, value_enum, default_value_t = TargetName::Sam)]
    pub(super) target: TargetName,
    /// How the template is written
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    pub(super) format: Format,
    /// Writes nothing; exits with 1 where the files on disk are not what would be written
    #[arg(long)]
    pub(super) check: bool,
    /// Accepts the findings of a rule, for a reason
    #[arg(long, value_name = "RULE=REASON", value_parser = allowance)]
    pub(super) allow: Vec<(String, String)>,
    /// Prints a summary as JSON, findings included
    #[arg(long)]
    pub(super) json: bool,
}

/// Writes a crate of your own: one stack with its application code, and a test; it builds and passes as it stands
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The folder to write it to; one that is empty, or not there yet
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// The name of the crate and its stack; the folder's by default
    #[arg(long)]
    pub(super) name: Option<String>,
    /// Where stepwright is; by default it is looked for in this folder and those above
    #[arg(long, value_name = "FOLDER")]
    pub(super) stepwright: Option<PathBuf>,
}

/// Lists the stacks
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Prints the definition of a state machine in Amazon States Language
#[derive(Debug, clap::Args)]
pub(super) struct Asl {
    /// The stack, and the machine's logical id where it has several
    #[arg(value_name = "STACK[/MACHINE]")]
    pub(super) machine: String,
}

/// Shows what each role of a stack may do, and which state needs it
#[derive(Debug, clap::Args)]
pub(super) struct Permissions {
    /// The stack
    pub(super) stack: String,
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Lists the tasks there are, or shows one: parameters, patterns, permissions, result
#[derive(Debug, clap::Args)]
pub(super) struct Tasks {
    /// The task, such as LambdaInvoke
    pub(super) name: Option<String>,
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Tells what is wrong with definitions: in ASL files, in SAM and CloudFormation templates, or in stacks
#[derive(Debug, clap::Args)]
pub(super) struct Validate {
    /// Files in JSON or YAML, or stacks
    #[arg(value_name = "FILE|STACK", required = true)]
    pub(super) subjects: Vec<String>,
    /// The type of the machines in ASL files; a template says it itself
    #[arg(long, value_enum, default_value_t = WorkflowName::Standard)]
    pub(super) r#type: WorkflowName,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Report::Text)]
    pub(super) format: Report,
    /// Accepts the findings of a rule, for a reason
    #[arg(long, value_name = "RULE=REASON", value_parser = allowance)]
    pub(super) allow: Vec<(String, String)>,
}

/// Shows the page of a rule, or lists all rules
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The rule, such as unknown-next
    pub(super) rule: Option<String>,
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Prints completions for a shell
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

/// Prints the manual page, of one verb where it is named
#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// The verb
    pub(super) verb: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TargetName {
    /// The Serverless Application Model
    Sam,
    /// Plain CloudFormation
    Cloudformation,
}

impl TargetName {
    pub(super) fn target(self) -> Target {
        match self {
            TargetName::Sam => Target::Sam,
            TargetName::Cloudformation => Target::CloudFormation,
        }
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            TargetName::Sam => "sam",
            TargetName::Cloudformation => "cloudformation",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// template.yaml
    Yaml,
    /// template.json
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WorkflowName {
    /// Lasts up to a year
    Standard,
    /// Lasts up to five minutes
    Express,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Report {
    /// For people
    Text,
    /// An array of findings
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions, which it shows beside the lines
    Github,
}

/// What is accepted and why: `RULE=REASON`.
fn allowance(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((rule, reason)) if !rule.trim().is_empty() && !reason.trim().is_empty() => {
            Ok((rule.trim().to_owned(), reason.trim().to_owned()))
        }
        _ => Err("a rule and the reason are wanted, such as `choice-without-default=all cases are listed`"
            .to_owned()),
    }
}

pub(super) fn command() -> Command {
    Args::command()
}

/// Says what was wrong with the command line, or prints the help that was asked for.
pub(super) fn explain(error: &clap::Error, world: &mut World) -> Result<u8, Stop> {
    let text = error.render();
    let help = !error.use_stderr();
    let colour = if help { world.paint().is_on() } else { world.error_paint().is_on() };
    let text = if colour { text.ansi().to_string() } else { text.to_string() };
    let to = if help { &mut world.out } else { &mut world.err };
    to.write_all(text.as_bytes()).map_err(Stop::Output)?;
    Ok(if help { 0 } else { 2 })
}
