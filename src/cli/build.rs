//! `synth build`: each stack into a folder of its own.

use super::args::{Build, Format};
use super::code;
use super::files::{self, Change, Content, Planned, shown};
use super::findings::{count, plural};
use super::paint::Paint;
use super::world::{Stop, World};
use super::{NamedStack, compose, findings, samconfig};
use crate::diagnostic::{Diagnostic, acknowledge};
use crate::stack::{Stack, Synthesis};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) fn run(args: &Build, stacks: &[NamedStack], world: &mut World) -> Result<u8, Stop> {
    let chosen = compose::choose(stacks, &args.stacks)?;
    let mut code = 0;
    let mut reports = Vec::new();
    let begun = (world.elapsed)();
    for (name, function) in chosen {
        let begun = (world.elapsed)();
        let mut report = one(args, name, function, world)?;
        report.took = (world.elapsed)().saturating_sub(begun);
        if report.is_refused()
            || (args.check && report.changes.iter().any(|(_, change)| *change != Change::Same))
        {
            code = 1;
        }
        if !args.json {
            let text = report.findings_text(world.error_paint());
            world.complain(&text)?;
            let text = report.text(args, world.paint());
            world.print(&text)?;
        }
        reports.push(report);
    }
    let took = (world.elapsed)().saturating_sub(begun);
    if args.json {
        let stacks: Vec<Value> = reports.iter().map(|report| report.json(args)).collect();
        world.print_json(&json!({
            "target": args.target.key(),
            "check": args.check,
            "stacks": stacks,
            "milliseconds": milliseconds(took),
        }))?;
    } else if reports.is_empty() {
        world.print("there are no stacks\n")?;
    } else if reports.len() > 1 {
        let refused = reports.iter().filter(|report| report.is_refused()).count();
        let mut text = plural(reports.len(), "stack", "stacks");
        if refused > 0 {
            text.push_str(&format!(", {refused} of them not written"));
        }
        let text = format!("{}\n", world.paint().dim(&format!("{text}, {}", shown_time(took))));
        world.print(&text)?;
    }
    Ok(code)
}

/// What was done about a stack.
struct Report {
    name: String,
    /// The folder, as it was asked for.
    folder: PathBuf,
    synthesis: Option<Synthesis>,
    findings: Vec<Diagnostic>,
    accepted: Vec<(Diagnostic, String)>,
    /// Every file with how it was found; none where the stack has errors.
    changes: Vec<(PathBuf, Change)>,
    code_folders: Vec<PathBuf>,
    took: Duration,
}

fn one(args: &Build, name: &str, function: fn() -> Stack, world: &World) -> Result<Report, Stop> {
    let mut report = Report {
        name: name.to_owned(),
        folder: args.out.join(name),
        synthesis: None,
        findings: Vec::new(),
        accepted: Vec::new(),
        changes: Vec::new(),
        code_folders: Vec::new(),
        took: Duration::ZERO,
    };
    let mut synthesis = match compose::synthesize(name, function, args.target.target()) {
        Ok(synthesis) => synthesis,
        Err(finding) => {
            report.findings.push(*finding);
            return Ok(report);
        }
    };
    let out = world.folder.join(&report.folder);
    let (findings, accepted) = acknowledge(std::mem::take(&mut synthesis.findings), &args.allow);
    report.findings = findings;
    report.accepted = std::mem::take(&mut synthesis.acknowledged);
    report.accepted.extend(accepted);
    let mut code = code::find(&synthesis, &world.folder, &out)?;
    report.findings.append(&mut code.findings);
    code::publish(&mut synthesis, &code)?;
    let (planned, clashes) = plan(args, &synthesis, code.files);
    report.findings.extend(clashes);
    if !report.is_refused() {
        let mut to_write = Vec::new();
        for file in &planned {
            let change = files::compare(&out, file)?;
            if change != Change::Same {
                to_write.push(file);
            }
            report.changes.push((file.path.clone(), change));
        }
        let stale = code::stale(&out, &planned, &code.folders)?;
        if !args.check {
            files::write(&out, &to_write)?;
            for path in &stale {
                files::remove(&out, path)?;
            }
        }
        report.changes.extend(stale.into_iter().map(|path| (path, Change::Stale)));
    }
    report.code_folders = code.folders;
    report.synthesis = Some(synthesis);
    Ok(report)
}

/// The files that belong into a stack's folder.
fn plan(args: &Build, synthesis: &Synthesis, code: Vec<Planned>) -> (Vec<Planned>, Vec<Diagnostic>) {
    let mut files: Vec<Planned> = Vec::new();
    let mut findings = Vec::new();
    let mut text = |path: String, text: String| {
        files.push(Planned { path: path.into(), content: Content::Text(text) });
    };
    match args.format {
        Format::Yaml => text("template.yaml".to_owned(), synthesis.to_yaml()),
        Format::Json => text("template.json".to_owned(), synthesis.to_json()),
    }
    for machine in &synthesis.machines {
        // Ids are letters and digits; whoever accepts others still gets no file elsewhere.
        let safe = machine.id.chars().all(|c| c.is_ascii_alphanumeric());
        if let (true, Some(definition)) = (safe, synthesis.asl(&machine.id)) {
            text(format!("{}.asl.json", machine.id), format!("{definition:#}\n"));
        }
    }
    text("samconfig.toml".to_owned(), samconfig::text(synthesis, args.target.target()));
    for file in &code {
        if files.iter().any(|other| other.path == file.path) {
            let message =
                format!("the application code has a file `{}`, as the build has", shown(&file.path));
            findings.push(
                Diagnostic::error("clashing-file", message)
                    .in_stack(&synthesis.name)
                    .help("keep the code in a folder of its own"),
            );
        }
    }
    files.extend(code);
    (files, findings)
}

impl Report {
    /// Whether errors keep it from being written.
    fn is_refused(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_error)
    }

    fn findings_text(&self, paint: Paint) -> String {
        let mut out = String::new();
        for finding in &self.findings {
            out.push_str(&findings::text(finding, paint));
            out.push('\n');
        }
        for (finding, reason) in &self.accepted {
            out.push_str(&findings::accepted(finding, reason, paint));
        }
        out
    }

    fn text(&self, args: &Build, paint: Paint) -> String {
        let mut facts = Vec::new();
        if let Some(synthesis) = &self.synthesis {
            let states = synthesis.machines.iter().map(|machine| machine.states).sum();
            facts.push(plural(synthesis.machines.len(), "machine", "machines"));
            facts.push(plural(states, "state", "states"));
            facts.push(plural(synthesis.statements(), "statement", "statements"));
            facts.push(plural(resources(synthesis), "resource", "resources"));
        }
        let found = count(&self.findings);
        facts.push(if found.is_empty() { "no findings".to_owned() } else { found });
        let took = paint.dim(&format!("({})", shown_time(self.took)));
        let mut out = format!("{}: {} {took}\n", paint.bold(&self.name), facts.join(", "));
        if self.is_refused() {
            let there = if args.check { "" } else { "; what is there stays as it is" };
            out.push_str(&format!("  {}{there}\n", paint.red("not written")));
            return out;
        }
        for line in self.lines() {
            let word = word(line.change, args.check);
            let padded = format!("{word:<9}");
            let painted = match line.change {
                Change::Same => paint.dim(&padded),
                Change::Stale => paint.yellow(&padded),
                Change::New | Change::Differs if args.check => paint.red(&padded),
                Change::New | Change::Differs => paint.green(&padded),
            };
            out.push_str(&format!("  {painted}  {}", shown(&self.folder.join(&line.path))));
            if line.files > 0 {
                out.push_str(&paint.dim(&format!("/  {}", plural(line.files, "file", "files"))));
            } else if let Some(states) = self.states_of(&line.path) {
                out.push_str(&paint.dim(&format!("  {}", plural(states, "state", "states"))));
            }
            out.push('\n');
        }
        out
    }

    /// One line for each file; the files of a code folder that fared alike share one.
    fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (path, change) in &self.changes {
            let folder = code::folder_of(path, &self.code_folders);
            match folder {
                Some(folder) if folder != path => {
                    match lines.iter_mut().find(|line| line.path == folder && line.change == *change) {
                        Some(line) => line.files += 1,
                        None => lines.push(Line { path: folder.to_owned(), change: *change, files: 1 }),
                    }
                }
                _ => lines.push(Line { path: path.clone(), change: *change, files: 0 }),
            }
        }
        lines
    }

    fn states_of(&self, path: &Path) -> Option<usize> {
        let id = path.to_str()?.strip_suffix(".asl.json")?;
        let machines = &self.synthesis.as_ref()?.machines;
        machines.iter().find(|machine| machine.id == id).map(|machine| machine.states)
    }

    fn json(&self, args: &Build) -> Value {
        let changes = self.changes.iter().map(|(path, change)| {
            let path = shown(&self.folder.join(path));
            json!({ "path": path, "change": word(*change, args.check) })
        });
        let machines = self.synthesis.iter().flat_map(|synthesis| &synthesis.machines).map(|machine| {
            json!({ "id": machine.id, "states": machine.states, "statements": machine.statements.len() })
        });
        let accepted = self.accepted.iter().map(|(finding, reason)| {
            let mut json = findings::json(finding);
            if let Value::Object(fields) = &mut json {
                fields.insert("reason".to_owned(), reason.as_str().into());
            }
            json
        });
        json!({
            "stack": self.name,
            "stack_name": self.synthesis.as_ref().map(|synthesis| synthesis.name.as_str()),
            "folder": shown(&self.folder),
            "written": !args.check && !self.is_refused(),
            "machines": machines.collect::<Vec<_>>(),
            "statements": self.synthesis.as_ref().map_or(0, Synthesis::statements),
            "resources": self.synthesis.as_ref().map_or(0, resources),
            "files": changes.collect::<Vec<_>>(),
            "findings": self.findings.iter().map(findings::json).collect::<Vec<_>>(),
            "accepted": accepted.collect::<Vec<_>>(),
            "milliseconds": milliseconds(self.took),
        })
    }
}

struct Line {
    path: PathBuf,
    change: Change,
    /// How many files it stands for; 0 where it is one itself.
    files: usize,
}

fn word(change: Change, check: bool) -> &'static str {
    match (change, check) {
        (Change::Same, _) => "unchanged",
        (Change::New, true) => "missing",
        (Change::Differs, true) => "differs",
        (Change::Stale, true) => "stale",
        (Change::New | Change::Differs, false) => "written",
        (Change::Stale, false) => "removed",
    }
}

fn resources(synthesis: &Synthesis) -> usize {
    synthesis.template.get("Resources").and_then(Value::as_object).map_or(0, serde_json::Map::len)
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

fn shown_time(time: Duration) -> String {
    format!("{:.1} ms", milliseconds(time))
}
