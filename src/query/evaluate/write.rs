//! Putting a result where a path says.

use super::error::PathError;
use crate::query::path::{Path, Selector};
use serde_json::{Map, Value};

impl Path {
    /// Puts `result` into `input`, as `ResultPath` does: objects that are missing on the way are made, and what is
    /// there already is replaced. Elements of arrays can be replaced, not added.
    ///
    /// ```
    /// use serde_json::json;
    /// use stepwright::query::reference_path;
    ///
    /// let path = reference_path("$.charge.receipt").unwrap();
    /// let output = path.write(json!({ "id": 1 }), json!("r-1")).unwrap();
    /// assert_eq!(output, json!({ "id": 1, "charge": { "receipt": "r-1" } }));
    /// assert!(path.write(json!({ "charge": 5 }), json!("r-1")).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Says which value on the way has no members or elements; Step Functions reports it as
    /// `States.ResultPathMatchFailure`.
    ///
    /// Checked against
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html>.
    pub fn write(&self, mut input: Value, result: Value) -> Result<Value, PathError> {
        if let Some(error) = self.general() {
            return Err(PathError::new(error.to_string()));
        }
        let mut place = &mut input;
        for segment in self.segments() {
            place = match (&segment.selector, place) {
                (Selector::Name(name), Value::Object(members)) => {
                    members.entry(name.as_str()).or_insert_with(|| Value::Object(Map::new()))
                }
                (Selector::Index(index), Value::Array(items)) => {
                    let found = usize::try_from(*index).ok().and_then(|index| items.get_mut(index));
                    found.ok_or_else(|| self.unfit(&index.to_string()))?
                }
                (Selector::Name(name), _) => return Err(self.unfit(name)),
                (Selector::Index(index), _) => return Err(self.unfit(&index.to_string())),
                // The path is a reference path: nothing else is in it.
                (_, place) => place,
            };
        }
        *place = result;
        Ok(input)
    }

    fn unfit(&self, step: &str) -> PathError {
        PathError::new(format!("Unable to apply step \"{step}\" of the reference path {self} to the input"))
    }
}
