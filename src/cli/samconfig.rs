//! `samconfig.toml`: answers to everything that `sam deploy` would ask.

use crate::stack::{Synthesis, Target};
use serde_json::Value;

/// The first line, by which a folder is known to have been written here.
pub(super) const MARK: &str = "# Written by `synth build`";

/// The file's text.
///
/// The template's name is left out: `sam` finds `template.yaml` and `template.json` by itself, and a name said here
/// would keep it from finding what `sam build` made.
///
/// Checked against <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html>.
pub(super) fn text(synthesis: &Synthesis, target: Target) -> String {
    let resources = synthesis.template.get("Resources").and_then(Value::as_object);
    let any = |fits: fn(&str, &Value) -> bool| {
        resources.is_some_and(|resources| {
            resources.values().any(|resource| {
                let type_name = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
                fits(type_name, resource.get("Properties").unwrap_or(&Value::Null))
            })
        })
    };
    let mut capabilities = vec!["CAPABILITY_IAM"];
    if any(has_fixed_iam_name) {
        capabilities.push("CAPABILITY_NAMED_IAM");
    }
    if target == Target::Sam {
        capabilities.push("CAPABILITY_AUTO_EXPAND");
    }
    let mut out = format!("{MARK}, so that `sam deploy` asks nothing.\nversion = 0.1\n");
    out.push_str("\n[default.global.parameters]\n");
    out.push_str(&format!("stack_name = \"{}\"\n", synthesis.name));
    out.push_str("\n[default.deploy.parameters]\n");
    out.push_str(&format!("capabilities = \"{}\"\n", capabilities.join(" ")));
    out.push_str("confirm_changeset = false\nresolve_s3 = true\n");
    if any(is_image_function) {
        out.push_str("resolve_image_repos = true\n");
    }
    out
}

fn has_fixed_iam_name(type_name: &str, properties: &Value) -> bool {
    let name = match type_name {
        "AWS::IAM::Group" => "GroupName",
        "AWS::IAM::InstanceProfile" => "InstanceProfileName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::User" => "UserName",
        _ => return false,
    };
    properties.get(name).is_some()
}

fn is_image_function(type_name: &str, properties: &Value) -> bool {
    matches!(type_name, "AWS::Serverless::Function" | "AWS::Lambda::Function")
        && properties.get("PackageType").and_then(Value::as_str) == Some("Image")
}
