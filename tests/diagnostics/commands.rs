//! What only the command line finds.

use super::Case;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use stepwright::cli::{World, run};
use stepwright::prelude::*;

/// Findings about a whole stack or its files, which no line causes, and about a file that was written by hand.
pub const WITHOUT_LINE: [&str; 5] =
    ["clashing-file", "code-outside", "missing-code", "panicking-stack", "unread-definition"];

/// A folder that goes away again.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a build of the stack finds, where its folder `app` holds a program and `mine` a template.
fn build(stack: fn() -> Stack) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let place = std::env::temp_dir().join(format!("stepwright-findings-{}-{number}", std::process::id()));
    let place = Place(place);
    for file in ["shop/app/work.py", "shop/template.yaml"] {
        let path = place.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World::new(&mut out, &mut err, &place.0);
    run(["synth", "build"], &[("shop", stack)], &mut world);
    String::from_utf8(err).unwrap().trim_end().to_owned()
}

/// What `synth validate` finds in a template.
fn validate(template: &str) -> String {
    let place = Place(std::env::temp_dir().join(format!("stepwright-judged-{}", std::process::id())));
    fs::create_dir_all(&place.0).unwrap();
    fs::write(place.0.join("template.yaml"), template).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World::new(&mut out, &mut err, &place.0);
    run(["synth", "validate", "template.yaml"], &[], &mut world);
    let text = String::from_utf8(out).unwrap() + &String::from_utf8(err).unwrap();
    // The last line counts them.
    text.trim_end().rsplit_once('\n').expect("a finding and the summary").0.trim_end().to_owned()
}

const ELSEWHERE: &str = "Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: s3://shop/orders.asl.json
";

fn with_code(folder: &str) -> Stack {
    let mut stack = Stack::new("shop").folder("shop");
    stack.code(folder);
    stack.add("Orders", StateMachine::new(Succeed::new("Done")));
    stack
}

pub const CASES: &[Case] = &[
    ("panicking-stack", || build(|| panic!("no more stacks"))),
    ("missing-code", || build(|| with_code("ap"))),
    ("code-outside", || build(|| with_code("../elsewhere"))),
    ("clashing-file", || build(|| with_code("."))),
    ("unread-definition", || validate(ELSEWHERE)),
];
