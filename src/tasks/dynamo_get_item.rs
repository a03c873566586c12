//! DynamoDB: GetItem.

use crate::asl::{Field, Payload};
use crate::diagnostic::{Diagnostic, nearest, pointer};
use crate::iam::Statement;
use crate::reference::Literal;
use crate::target::{DynamoItem, TableTarget};
use crate::task::{Example, IntegrationPattern, RequestOnly, Task, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Reads one item of a DynamoDB table by its key.
///
/// # Permissions
///
/// `dynamodb:GetItem` on the table. A table that encrypts with a customer managed key brings `kms:Decrypt` on it,
/// through DynamoDB only.
///
/// # Patterns
///
/// Request and response.
///
/// # Output
///
/// `{"Item": {"name": {"S": "…"}, …}, …}`; without an `Item` where there is none under the key.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let read = DynamoGetItem::new("orders", [("OrderId", DynamoAttributeValue::string(path("$.id")))])
///     .consistent_read(true)
///     .state("Read the order")
///     .result_selector(payload!({ "total": path("$.Item.Total.N") }));
/// # let _ = read;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct DynamoGetItem {
    table_name: Field<String>,
    key: DynamoItem,
    #[serde(skip_serializing_if = "Option::is_none")]
    consistent_read: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projection_expression: Option<Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    expression_attribute_names: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_consumed_capacity: Option<Field<DynamoConsumedCapacity>>,
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
    #[serde(skip)]
    table: TableTarget,
}

/// Whether the answer says what capacity the call took.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = DynamoGetItem::new("orders", [("OrderId", "1001")])
///     .return_consumed_capacity(DynamoConsumedCapacity::Total);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum DynamoConsumedCapacity {
    /// Of the table and of each index.
    Indexes,
    /// In total.
    Total,
    /// Without it; the default.
    None,
}

impl Literal for DynamoConsumedCapacity {}

/// The setter of the names that expressions use, which every request with expressions has.
macro_rules! expression_names {
    () => {
        /// A name that an expression uses in place of an attribute's: `#status` for `Status`.
        pub fn expression_attribute_name(
            mut self,
            placeholder: impl Into<String>,
            attribute: impl Into<Field<String>>,
        ) -> Self {
            self.expression_attribute_names.insert(placeholder.into(), attribute.into());
            self
        }
    };
}

/// The setter of the values that expressions use.
macro_rules! expression_values {
    () => {
        /// A value that an expression uses by name: `:new`.
        pub fn expression_attribute_value(
            mut self,
            placeholder: impl Into<String>,
            value: impl Into<DynamoAttributeValue>,
        ) -> Self {
            let values = self.expression_attribute_values.take().unwrap_or_default();
            self.expression_attribute_values = Some(values.with(placeholder, value));
            self
        }
    };
}

pub(super) use {expression_names, expression_values};

impl DynamoGetItem {
    /// Reads the item of this table that has this key.
    pub fn new(table: impl Into<TableTarget>, key: impl Into<DynamoItem>) -> Self {
        let table = table.into();
        DynamoGetItem {
            table_name: table.name().clone(),
            key: key.into(),
            consistent_read: None,
            projection_expression: None,
            expression_attribute_names: IndexMap::new(),
            return_consumed_capacity: None,
            more: serde_json::Map::new(),
            table,
        }
    }

    setters! {
        /// Whether everything written before is seen; by default a recent write may not be.
        consistent_read: Field<bool>;
        /// The attributes to read, with commas between them; by default all.
        projection_expression: Field<String>;
        /// Whether the answer says what capacity the call took; by default it does not.
        return_consumed_capacity: Field<DynamoConsumedCapacity>;
    }

    expression_names!();

    /// A parameter that has no setter here, by its name in `GetItem`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }
}

impl Task for DynamoGetItem {
    const NAME: &'static str = "DynamoGetItem";
    const API: (&'static str, &'static str) = ("dynamodb", "getItem");
    const DOCS: &'static str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html";

    type Patterns = RequestOnly;

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        statements(&self.table, "dynamodb:GetItem", "reads the item")
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out = item_findings(&self.table, &self.key, true);
        let expressions = [("ProjectionExpression", &self.projection_expression)];
        out.extend(expression_findings(&expressions, &self.expression_attribute_names, None));
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::object([
            ("ConsumedCapacity", consumed_capacity()),
            ("Item", shape::map(attribute_value())),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::reference::Handle;
        use crate::target::DynamoAttributeValue as Attribute;
        use crate::template::{AttributeType, dynamodb};
        let table =
            Handle::new("Orders", dynamodb::Table::with_key(("OrderId", AttributeType::String), None));
        vec![
            Example::request(
                "request_response",
                DynamoGetItem::new(&table, [("OrderId", Attribute::string(path("$.id")))])
                    .consistent_read(true)
                    .projection_expression("OrderId, #status")
                    .expression_attribute_name("#status", "Status")
                    .return_consumed_capacity(DynamoConsumedCapacity::Total)
                    .state("Read the order"),
            ),
            Example::request(
                "jsonata",
                DynamoGetItem::new(&table, [("OrderId", Attribute::string(jsonata("$states.input.id")))])
                    .state("Read the order")
                    .output(jsonata("$number($states.result.Item.Total.N)")),
            )
            .in_jsonata(),
            Example::request(
                "at_run_time",
                DynamoGetItem::new(path("$.table"), path("$.key"))
                    .parameter("AttributesToGet", serde_json::json!(["Total"]))
                    .state("Read the item"),
            ),
        ]
    }
}

/// What a call on a table needs: its one action, and the table's key where there is one.
pub(super) fn statements(table: &TableTarget, action: &'static str, why: &'static str) -> Vec<Statement> {
    let call = Statement::allow([action]).on_all(table.arns()).because(why);
    std::iter::once(call).chain(table.key_statements()).collect()
}

/// What is wrong with the `Key` or `Item` of a request.
pub(super) fn item_findings(table: &TableTarget, item: &DynamoItem, is_key: bool) -> Vec<Diagnostic> {
    let at = if is_key { "/Parameters/Key" } else { "/Parameters/Item" };
    let mut out = table.check_item(item, is_key, at);
    out.extend(number_findings(item, at));
    out
}

fn number_findings(item: &DynamoItem, at: &str) -> Vec<Diagnostic> {
    let finding = |(at, text)| {
        Diagnostic::error("malformed-number", format!("`{text}` is no number"))
            .pointer(at)
            .help("write it in digits, or say it as text: `S`")
    };
    item.malformed_numbers(at).into_iter().map(finding).collect()
}

/// What is wrong with expressions, and with the names and values that they use.
pub(super) fn expression_findings(
    expressions: &[(&str, &Option<Field<String>>)],
    names: &IndexMap<String, Field<String>>,
    values: Option<&DynamoItem>,
) -> Vec<Diagnostic> {
    let at = "/Parameters/ExpressionAttributeValues";
    let mut out = values.map(|values| number_findings(values, at)).unwrap_or_default();
    out.extend(placeholder_findings(expressions, names, values));
    out
}

/// Compares the placeholders that expressions use, `#name` and `:value`, with those that are defined. DynamoDB refuses
/// either that is without the other.
///
/// Checked against <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html>.
fn placeholder_findings(
    expressions: &[(&str, &Option<Field<String>>)],
    names: &IndexMap<String, Field<String>>,
    values: Option<&DynamoItem>,
) -> Vec<Diagnostic> {
    let said: Vec<(&str, &Field<String>)> =
        expressions.iter().filter_map(|(field, expression)| Some((*field, expression.as_ref()?))).collect();
    let mut used: Vec<(&str, String)> = Vec::new();
    for (field, expression) in &said {
        // An expression that is only known at run time may use any of them.
        let Field::Literal(text) = expression else { return Vec::new() };
        used.extend(placeholders(text).map(|placeholder| (*field, placeholder)));
    }
    let mut defined: Vec<(&str, &str)> =
        names.keys().map(|name| ("ExpressionAttributeNames", name.as_str())).collect();
    let mut values_known = true;
    match values.map(DynamoItem::types) {
        Some(Some(types)) => defined.extend(types.map(|(name, _)| ("ExpressionAttributeValues", name))),
        Some(None) => values_known = false,
        None => {}
    }
    let mut out = Vec::new();
    for (field, placeholder) in &used {
        let known = defined.iter().any(|(_, name)| name == placeholder);
        if known || (placeholder.starts_with(':') && !values_known) {
            continue;
        }
        let setter = if placeholder.starts_with('#') { "name" } else { "value" };
        let of_its_kind = |name: &&str| name.chars().next() == placeholder.chars().next();
        let help = match nearest(placeholder, defined.iter().map(|(_, name)| *name).filter(of_its_kind)) {
            Some(near) => format!("there is `{near}`"),
            None => format!("say `expression_attribute_{setter}(\"{placeholder}\", …)`"),
        };
        out.push(
            Diagnostic::error(
                "unknown-placeholder",
                format!("`{field}` uses `{placeholder}`, which is not defined"),
            )
            .pointer(pointer("/Parameters", field))
            .help(help),
        );
    }
    for (field, name) in defined.iter().filter(|(_, name)| used.iter().all(|(_, other)| other != name)) {
        let at = pointer(&pointer("/Parameters", field), name);
        let unfit = !name.starts_with(['#', ':']);
        let help = if unfit { "a name begins with `#`, a value with `:`" } else { "leave it out" };
        out.push(
            Diagnostic::error(
                "unused-placeholder",
                format!("`{name}` is defined, and no expression uses it"),
            )
            .pointer(at)
            .help(help),
        );
    }
    out
}

/// The placeholders in an expression, in their order.
fn placeholders(expression: &str) -> impl Iterator<Item = String> {
    expression.char_indices().filter(|(_, c)| matches!(c, '#' | ':')).filter_map(|(start, sign)| {
        let rest = expression.get(start + 1..)?;
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        (!name.is_empty()).then(|| format!("{sign}{name}"))
    })
}

/// `{"S": "…"}`: one of the types.
pub(super) fn attribute_value() -> Value {
    shape::object([
        ("B", shape::text()),
        ("BOOL", shape::boolean()),
        ("BS", shape::list(shape::text())),
        ("L", shape::list(shape::any())),
        ("M", shape::map(shape::any())),
        ("N", shape::text()),
        ("NS", shape::list(shape::text())),
        ("NULL", shape::boolean()),
        ("S", shape::text()),
        ("SS", shape::list(shape::text())),
    ])
}

/// What capacity a call took.
pub(super) fn consumed_capacity() -> Value {
    let units = || {
        [
            ("CapacityUnits", shape::number()),
            ("ReadCapacityUnits", shape::number()),
            ("WriteCapacityUnits", shape::number()),
        ]
    };
    let whole = [
        ("GlobalSecondaryIndexes", shape::map(shape::object(units()))),
        ("LocalSecondaryIndexes", shape::map(shape::object(units()))),
        ("Table", shape::object(units())),
        ("TableName", shape::text()),
    ];
    shape::object(units().into_iter().chain(whole))
}

/// What an API that writes returns.
pub(super) fn written() -> Value {
    let metrics = shape::object([
        ("ItemCollectionKey", shape::map(attribute_value())),
        ("SizeEstimateRangeGB", shape::list(shape::number())),
    ]);
    shape::object([
        ("Attributes", shape::map(attribute_value())),
        ("ConsumedCapacity", consumed_capacity()),
        ("ItemCollectionMetrics", metrics),
        ("SdkHttpMetadata", shape::any()),
        ("SdkResponseMetadata", shape::any()),
    ])
}
