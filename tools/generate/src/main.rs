//! Writes `src/template/resources`: typed CloudFormation and SAM resources, from the resource schemas that
//! cfn-lint publishes (<https://github.com/aws-cloudformation/cfn-lint>, MIT-0). Facts are taken, prose is not.
//!
//! ```text
//! cargo run --manifest-path tools/generate/Cargo.toml -- <site-packages> src/template/resources
//! ```
//!
//! `<site-packages>` is where `pip install cfn-lint` put it. Its folder `cfnlint/data/schemas` holds an index of
//! types for each region and one for SAM, and the schemas by their digest. Files that are no longer written are
//! removed; `DIGEST` lists the others, so that a test can tell when one was edited.

mod emit;
mod model;
mod names;
mod types;

use serde_json::Value;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [packages, out] = arguments.as_slice() else {
        return Err("usage: generate <site-packages> <output folder>".into());
    };
    let (packages, out) = (Path::new(packages), Path::new(out));
    let schemas = packages.join("cfnlint/data/schemas");
    let source = format!("the resource schemas of cfn-lint {}", version(packages, "cfn_lint")?);
    let region = json(&schemas.join("providers/us-east-1.json"))?;
    let sam = json(&schemas.join("providers/sam.json"))?;

    let mut wanted: Vec<(String, Vec<String>)> = types::TYPES
        .iter()
        .map(|(namespace, names)| {
            (format!("AWS::{namespace}"), names.iter().map(|name| (*name).to_owned()).collect())
        })
        .collect();
    let serverless = sam.as_object().ok_or("sam.json is no object")?.keys();
    let names =
        serverless.filter_map(|name| name.strip_prefix("AWS::Serverless::")).map(str::to_owned).collect();
    wanted.push(("AWS::Serverless".to_owned(), names));
    wanted.sort_by_key(|(namespace, _)| namespace.to_lowercase());

    let mut files = Vec::new();
    let mut modules = Vec::new();
    for (namespace, mut names) in wanted {
        names.sort();
        let mut resources = Vec::new();
        for name in &names {
            let type_name = format!("{namespace}::{name}");
            let digest = region[&type_name].as_str().or_else(|| sam[&type_name].as_str());
            let digest = digest.ok_or_else(|| format!("no schema for {type_name}"))?;
            let schema = json(&schemas.join(format!("resources/{digest}.json")))?;
            resources.push(model::read(&type_name, &schema));
        }
        let module = namespace.rsplit("::").next().unwrap_or_default().to_lowercase();
        files.push((format!("{module}.rs"), emit::namespace(&namespace, &resources, &source)));
        modules.push((module, namespace, names));
    }
    files.push(("mod.rs".to_owned(), emit::index(&modules, &source)));
    files.sort();

    fs::create_dir_all(out)?;
    for entry in fs::read_dir(out)? {
        fs::remove_file(entry?.path())?;
    }
    let mut digests = String::new();
    for (name, code) in files {
        let code = format(&code, out)?;
        digests.push_str(&format!("{name} {:016x}\n", digest(code.as_bytes())));
        fs::write(out.join(name), code)?;
    }
    fs::write(out.join("DIGEST"), digests)?;
    Ok(())
}

fn json(path: &Path) -> Result<Value, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// The version of an installed package, from the name of its `dist-info` folder.
fn version(packages: &Path, package: &str) -> Result<String, Box<dyn Error>> {
    for entry in fs::read_dir(packages)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let version = name.strip_prefix(package).and_then(|rest| rest.strip_prefix('-'));
        if let Some(version) = version.and_then(|rest| rest.strip_suffix(".dist-info")) {
            return Ok(version.to_owned());
        }
    }
    Err(format!("{package} is not installed in {}", packages.display()).into())
}

/// Through rustfmt, with the settings that hold in the output folder.
fn format(code: &str, folder: &Path) -> Result<String, Box<dyn Error>> {
    let folder = fs::canonicalize(folder)?;
    let settings = folder.ancestors().map(|folder| folder.join("rustfmt.toml")).find(|file| file.exists());
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .args(settings.into_iter().flat_map(|file| ["--config-path".into(), file.into_os_string()]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    rustfmt.stdin.take().ok_or("rustfmt takes no input")?.write_all(code.as_bytes())?;
    let output = rustfmt.wait_with_output()?;
    if !output.status.success() {
        return Err("rustfmt refused the code".into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn digest(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
