//! Activities of Step Functions.

use crate::asl::Field;
use crate::iam::arn;
use crate::reference::{Handle, Reference};
use crate::template::{Parameter, stepfunctions};

/// An activity: work that programs of one's own ask for.
///
/// Made from a handle, an ARN or the name of an activity of this account and region, or a reference or parameter whose
/// value is an ARN. It stands in a state's `Resource`, so no expression can name it.
///
/// ```
/// use stepwright::prelude::*;
///
/// let activity = ActivityTarget::from("arn:aws:states:eu-west-1:123456789012:activity:pack");
/// # let _ = activity;
/// ```
#[derive(Clone, Debug)]
pub struct ActivityTarget(Field<String>);

impl ActivityTarget {
    /// Its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.0
    }
}

impl From<&str> for ActivityTarget {
    fn from(text: &str) -> Self {
        if text.starts_with("arn:") {
            return ActivityTarget(text.into());
        }
        ActivityTarget(arn("states", "activity:{}", [text]).into())
    }
}

impl From<Reference> for ActivityTarget {
    fn from(arn: Reference) -> Self {
        ActivityTarget(arn.into())
    }
}

impl From<&Reference> for ActivityTarget {
    fn from(arn: &Reference) -> Self {
        ActivityTarget(arn.into())
    }
}

impl From<&Handle<Parameter>> for ActivityTarget {
    /// A parameter whose value is the activity's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        ActivityTarget(arn.reference().into())
    }
}

impl From<&Handle<stepfunctions::Activity>> for ActivityTarget {
    /// `Ref` of an activity is its ARN.
    fn from(activity: &Handle<stepfunctions::Activity>) -> Self {
        ActivityTarget(activity.reference().into())
    }
}
