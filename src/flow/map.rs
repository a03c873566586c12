//! Map: the same steps for each item.

use super::join::Flow;
use super::node::Inner;
use super::state::{InJsonPath, Open, SpeaksJsonPath, State, StatePath, kind};
use crate::asl::{Expression, Field, Kind, Payload, QueryLanguage, reference_path};
use crate::data::{Entries, Text, Tree, tree};
use crate::diagnostic::{Diagnostic, Origin};
use crate::iam::{Statement, own_executions, own_machine};
use crate::reference::Property;
use crate::target::BucketTarget;
use serde_json::Value;

/// Runs the same steps for each item; its result is the array of their outputs.
///
/// Inline, the items come from the input and share the execution's history, at most 40 at a time. Distributed (by
/// [`distributed`](State::distributed)), each item is an execution of its own, and the items may be read from S3.
///
/// ```
/// use stepwright::prelude::*;
///
/// let each = Map::new("Each order")
///     .items(path("$.orders"))
///     .item_selector(payload!({ "order": map_item_value(), "index": map_item_index() }))
///     .max_concurrency(5)
///     .each(Pass::new("Check"));
/// # let _ = each;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html>.
pub type Map<L = Open> = State<kind::Map, L>;

/// How the executions of a distributed Map run.
///
/// ```
/// use stepwright::prelude::*;
///
/// let each = Map::new("Each").distributed(ProcessorType::Express).each(Pass::new("Check"));
/// # let _ = each;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessorType {
    /// As Standard workflows: up to a year each, history kept.
    Standard,
    /// As Express workflows: up to five minutes each, cheaper.
    Express,
}

impl State<kind::Map, Open> {
    /// A Map state of this name, without steps yet.
    #[track_caller]
    pub fn new(name: &str) -> Self {
        State::begin(name, Kind::Map, Origin::here())
    }
}

impl<L> State<kind::Map, L> {
    /// The steps for each item. Their open ends end the iteration.
    pub fn each(mut self, flow: impl Into<Flow>) -> Self {
        let flow = flow.into();
        match self.node.inner.first_mut() {
            Some(inner) => inner.flow = flow,
            None => self.node.inner.push(Inner { field: "ItemProcessor", extra: Entries::new(), flow }),
        }
        self
    }

    /// Where the items are; by default the whole input is the array. A path in a JSONPath state; in a JSONata state
    /// an expression, or an array written out.
    pub fn items(self, items: impl Into<Field<Vec<Value>>>) -> Self {
        self.with("Items", items.into())
    }

    /// The input of each iteration; by default the item.
    pub fn item_selector(self, selector: impl Into<Payload>) -> Self {
        self.with("ItemSelector", selector.into())
    }

    /// How many iterations run at once; by default, and with 0, as many as Step Functions will (inline 40,
    /// distributed 10,000).
    pub fn max_concurrency(self, count: impl Into<Field<u32>>) -> Self {
        self.with("MaxConcurrency", count.into())
    }

    /// Makes each item an execution of its own. The machine is then allowed to start and redrive its own
    /// executions.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html> and
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html>.
    pub fn distributed(mut self, processor: ProcessorType) -> Self {
        let processor = if processor == ProcessorType::Express { "EXPRESS" } else { "STANDARD" };
        let config = crate::payload!({ "Mode": "DISTRIBUTED", "ExecutionType": processor }).0;
        if self.node.inner.is_empty() {
            let flow = super::join::go_on();
            self.node.inner.push(Inner { field: "ItemProcessor", extra: Entries::new(), flow });
        }
        for inner in &mut self.node.inner {
            inner.extra.set("ProcessorConfig", config.clone());
        }
        self.node.statements.extend([
            Statement::allow(["states:StartExecution"])
                .on(own_machine())
                .of_own_machine()
                .because("starts an execution for each item or batch"),
            Statement::allow(["states:DescribeExecution"])
                .on(own_executions(":*"))
                .of_own_machine()
                .because("follows the executions of the items"),
            Statement::allow(["states:RedriveExecution"])
                .on(own_executions("/*:*"))
                .of_own_machine()
                .because("redrives the executions of the items that failed"),
        ]);
        self
    }

    /// Distributed: reads the items from S3, instead of taking them from the input.
    pub fn item_reader(mut self, reader: ItemReader) -> Self {
        self.node.statements.extend(reader.statements());
        self.with("ItemReader", reader.to_tree())
    }

    /// Distributed: hands the items out in batches of at most so many.
    pub fn max_items_per_batch(self, count: impl Into<Field<u32>>) -> Self {
        self.batching("MaxItemsPerBatch", count.into())
    }

    /// Distributed: hands the items out in batches of at most so many bytes, up to 262,144.
    pub fn max_input_bytes_per_batch(mut self, bytes: impl Into<Field<u32>>) -> Self {
        let bytes = bytes.into();
        if let Field::Literal(count) = bytes
            && !(1..=262_144).contains(&count)
        {
            self.node.report(
                Diagnostic::error(
                    "out-of-range",
                    format!("`MaxInputBytesPerBatch` is {count}, it can be 1 to 262144"),
                )
                .pointer("/ItemBatcher/MaxInputBytesPerBatch"),
            );
        }
        self.batching("MaxInputBytesPerBatch", bytes)
    }

    /// Distributed: data that every batch gets beside its items.
    pub fn batch_input(self, input: impl Into<Payload>) -> Self {
        self.batching("BatchInput", input.into())
    }

    fn batching(mut self, field: &'static str, value: impl serde::Serialize) -> Self {
        if !self.node.fields.contains_key("ItemBatcher") {
            self.node.fields.set("ItemBatcher", Entries::new());
        }
        if let Some(Tree::Object(batcher)) = self.node.fields.get_mut("ItemBatcher") {
            batcher.set(field, tree(&value));
        }
        self
    }

    /// Distributed: writes the results to S3, or shapes them.
    pub fn result_writer(mut self, writer: ResultWriter) -> Self {
        self.node.statements.extend(writer.statements());
        self.with("ResultWriter", writer.to_tree())
    }

    /// Distributed: how many items may fail before the state does; by default none.
    pub fn tolerated_failure_count(self, count: impl Into<Field<u32>>) -> Self {
        self.with("ToleratedFailureCount", count.into())
    }

    /// Distributed: what share of the items may fail before the state does, 0 to 100; by default none.
    pub fn tolerated_failure_percentage(mut self, percentage: impl Into<Field<u32>>) -> Self {
        let percentage = percentage.into();
        if let Field::Literal(share) = percentage
            && share > 100
        {
            self.node.report(
                Diagnostic::error(
                    "out-of-range",
                    format!("`ToleratedFailurePercentage` is {share}, it can be 0 to 100"),
                )
                .pointer("/ToleratedFailurePercentage"),
            );
        }
        self.with("ToleratedFailurePercentage", percentage)
    }

    /// Distributed: a name for the Map Run, in the ARNs of its executions; at most 40 characters, unique in the
    /// machine. By default Step Functions makes one.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        let label = label.into();
        const FORBIDDEN: &str = "?*<>{}[]:;,\\|^~$#%&`\"";
        let bad = label.chars().find(|c| c.is_whitespace() || c.is_control() || FORBIDDEN.contains(*c));
        let problem = match bad {
            Some(c) => Some(format!("cannot contain `{}`", c.escape_default())),
            None if label.is_empty() => Some("cannot be empty".to_owned()),
            None if label.chars().count() > 40 => Some("has more than 40 characters".to_owned()),
            None => None,
        };
        if let Some(problem) = problem {
            self.node.report(
                Diagnostic::error("malformed-label", format!("the label `{label}` {problem}"))
                    .pointer("/Label"),
            );
        }
        self.with("Label", label)
    }

    /// The former name of [`items`](Self::items) for a JSONPath state: a path as text.
    pub fn items_path(mut self, path: impl Into<StatePath>) -> State<kind::Map, InJsonPath>
    where
        L: SpeaksJsonPath,
    {
        let StatePath::At(text) = path.into() else {
            return self.with("ItemsPath", Tree::Null).speaking(QueryLanguage::JsonPath);
        };
        if let Err(error) = reference_path(&text) {
            self.node.report(
                Diagnostic::error(
                    "malformed-path",
                    format!("`{text}` in `ItemsPath` is no reference path: {error}"),
                )
                .pointer("/ItemsPath"),
            );
        }
        self.with("ItemsPath", text).speaking(QueryLanguage::JsonPath)
    }
}

/// Where the items of a distributed Map come from.
///
/// ```
/// use stepwright::prelude::*;
///
/// let orders = ItemReader::csv("orders-123456789012", "2026/orders.csv", CsvHeaders::FirstRow).max_items(1_000);
/// let each = Map::new("Each order").distributed(ProcessorType::Standard).item_reader(orders).each(Pass::new("Check"));
/// # let _ = each;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html>.
#[derive(Clone, Debug)]
pub struct ItemReader {
    bucket: BucketTarget,
    /// The key, or the prefix where objects are listed.
    key: Field<String>,
    lists: bool,
    flattens: bool,
    manifest_of: Option<BucketTarget>,
    parameters: Entries,
    config: Entries,
}

/// Where the column names of a CSV file are.
///
/// ```
/// use stepwright::prelude::*;
///
/// let given = CsvHeaders::Given(vec!["id".into(), "total".into()]);
/// # let _ = given;
/// ```
#[derive(Clone, Debug)]
pub enum CsvHeaders {
    /// In the first row.
    FirstRow,
    /// Here; the first row is data.
    Given(Vec<String>),
}

/// What separates the columns of a CSV file.
///
/// ```
/// use stepwright::prelude::*;
///
/// let reader = ItemReader::csv("bucket", "file.tsv", CsvHeaders::FirstRow).delimiter(Delimiter::Tab);
/// # let _ = reader;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`, the default.
    Comma,
    /// `|`.
    Pipe,
    /// `;`.
    Semicolon,
    /// A space.
    Space,
    /// A tab.
    Tab,
}

impl ItemReader {
    fn new(bucket: impl Into<BucketTarget>, key: impl Into<Field<String>>, input: Option<&str>) -> Self {
        let mut config = Entries::new();
        if let Some(input) = input {
            config.set("InputType", Text::new(input));
        }
        ItemReader {
            bucket: bucket.into(),
            key: key.into(),
            lists: false,
            flattens: false,
            manifest_of: None,
            parameters: Entries::new(),
            config,
        }
    }

    /// The array in a JSON file.
    pub fn json(bucket: impl Into<BucketTarget>, key: impl Into<Field<String>>) -> Self {
        Self::new(bucket, key, Some("JSON"))
    }

    /// The lines of a JSON Lines file.
    pub fn json_lines(bucket: impl Into<BucketTarget>, key: impl Into<Field<String>>) -> Self {
        Self::new(bucket, key, Some("JSONL"))
    }

    /// The rows of a CSV file.
    pub fn csv(bucket: impl Into<BucketTarget>, key: impl Into<Field<String>>, headers: CsvHeaders) -> Self {
        Self::new(bucket, key, Some("CSV")).headers(headers)
    }

    /// The rows of a Parquet file.
    pub fn parquet(bucket: impl Into<BucketTarget>, key: impl Into<Field<String>>) -> Self {
        Self::new(bucket, key, Some("PARQUET"))
    }

    /// The objects that an S3 Inventory lists: `key` is its `manifest.json`, `inventory` the bucket that holds its
    /// data files.
    pub fn inventory(
        bucket: impl Into<BucketTarget>,
        key: impl Into<Field<String>>,
        inventory: impl Into<BucketTarget>,
    ) -> Self {
        let mut reader = Self::new(bucket, key, None);
        reader.config.set("ManifestType", Tree::fixed("S3_INVENTORY"));
        reader.manifest_of = Some(inventory.into());
        reader
    }

    /// The rows of the files that an Athena query unloaded: `key` is its manifest, `data` the bucket that holds the
    /// files, which are `CSV`, `JSONL` or `PARQUET` as `input_type` says.
    pub fn athena_manifest(
        bucket: impl Into<BucketTarget>,
        key: impl Into<Field<String>>,
        data: impl Into<BucketTarget>,
        input_type: &str,
    ) -> Self {
        let mut reader = Self::new(bucket, key, Some(input_type));
        reader.config.set("ManifestType", Tree::fixed("ATHENA_DATA"));
        reader.manifest_of = Some(data.into());
        reader
    }

    /// The objects under a prefix: their names and sizes, not what is in them.
    pub fn objects(bucket: impl Into<BucketTarget>, prefix: impl Into<Field<String>>) -> Self {
        ItemReader { lists: true, ..Self::new(bucket, prefix, None) }
    }

    /// The items in all objects under a prefix, as one list: the files are `CSV`, `JSON`, `JSONL` or `PARQUET`, as
    /// `input_type` says.
    pub fn flattened(
        bucket: impl Into<BucketTarget>,
        prefix: impl Into<Field<String>>,
        input_type: &str,
    ) -> Self {
        let mut reader = Self::new(bucket, prefix, Some(input_type));
        reader.lists = true;
        reader.flattens = true;
        reader.config.set("Transformation", Tree::fixed("LOAD_AND_FLATTEN"));
        reader
    }

    /// Where the column names of CSV files are.
    pub fn headers(mut self, headers: CsvHeaders) -> Self {
        match headers {
            CsvHeaders::FirstRow => {
                self.config.set("CSVHeaderLocation", Tree::fixed("FIRST_ROW"));
            }
            CsvHeaders::Given(names) => {
                self.config.set("CSVHeaderLocation", Tree::fixed("GIVEN"));
                self.config.set("CSVHeaders", tree(&names));
            }
        }
        self
    }

    /// What separates the columns of CSV files; by default a comma.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        let name = match delimiter {
            Delimiter::Comma => "COMMA",
            Delimiter::Pipe => "PIPE",
            Delimiter::Semicolon => "SEMICOLON",
            Delimiter::Space => "SPACE",
            Delimiter::Tab => "TAB",
        };
        self.config.set("CSVDelimiter", Tree::fixed(name));
        self
    }

    /// Where in a JSON file the array is, as a JSON pointer: `/data/orders`. By default the file is the array.
    pub fn items_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.config.set("ItemsPointer", pointer.into());
        self
    }

    /// Reads at most so many items; up to 100,000,000.
    pub fn max_items(mut self, count: impl Into<Field<u32>>) -> Self {
        self.config.set("MaxItems", tree(&count.into()));
        self
    }

    /// A certain version of the object.
    pub fn version_id(mut self, version: impl Into<Field<String>>) -> Self {
        self.parameters.set("VersionId", tree(&version.into()));
        self
    }

    /// Fails unless the bucket belongs to this account.
    pub fn expected_bucket_owner(mut self, account: impl Into<Field<String>>) -> Self {
        self.parameters.set("ExpectedBucketOwner", tree(&account.into()));
        self
    }

    fn to_tree(&self) -> Tree {
        let api = if self.lists { "listObjectsV2" } else { "getObject" };
        let key = if self.lists { "Prefix" } else { "Key" };
        let mut parameters = Entries::new();
        parameters.set("Bucket", tree(self.bucket.name()));
        parameters.set(key, tree(&self.key));
        parameters.extend(self.parameters.clone());
        let mut reader = Entries::new();
        reader.set("Resource", format!("arn:aws:states:::s3:{api}"));
        reader.set("Parameters", parameters);
        if !self.config.is_empty() {
            reader.set("ReaderConfig", self.config.clone());
        }
        reader.into()
    }

    fn statements(&self) -> Vec<Statement> {
        let mut out = Vec::new();
        let version = self.parameters.contains_key("VersionId");
        if self.lists {
            let mut list = Statement::allow(["s3:ListBucket"])
                .on_all(self.bucket.arns())
                .because("lists the objects that are the items");
            if let Some(prefix) = as_property(&self.key) {
                list = list.when("StringLike", "s3:prefix", prefix);
            }
            out.push(list);
        }
        if !self.lists || self.flattens {
            let suffix = if self.lists { "*" } else { "" };
            let action = if version { "s3:GetObjectVersion" } else { "s3:GetObject" };
            let read = Statement::allow([action]).on_all(self.bucket.objects(&self.key, suffix));
            out.push(read.because("reads the items"));
            out.extend(self.bucket.key_statement(&["kms:Decrypt"], "decrypts the items"));
        }
        if let Some(data) = &self.manifest_of {
            let any = Field::Literal("*".to_owned());
            out.push(
                Statement::allow(["s3:GetObject"])
                    .on_all(data.objects(&any, ""))
                    .because("reads the files that the manifest names"),
            );
            out.extend(data.key_statement(&["kms:Decrypt"], "decrypts the files that the manifest names"));
        }
        out
    }
}

/// A field as a policy can hold it; `None` where it is decided at run time.
fn as_property(field: &Field<String>) -> Option<Property<String>> {
    match field {
        Field::Literal(text) => Some(text.as_str().into()),
        Field::Reference(reference) => Some(reference.into()),
        Field::Expression(Expression { .. }) => None,
    }
}

/// How the results of a distributed Map are shaped.
///
/// ```
/// use stepwright::prelude::*;
///
/// let writer = ResultWriter::to("results", "run").transformation(Transformation::Flatten, OutputType::JsonLines);
/// # let _ = writer;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transformation {
    /// With all that is known of each execution; the default when exporting.
    None,
    /// Only the outputs, one array per execution.
    Compact,
    /// Only the outputs, as one flat array.
    Flatten,
}

/// The format of the results.
///
/// ```
/// use stepwright::prelude::*;
///
/// let writer = ResultWriter::shaped(Transformation::Compact, OutputType::Json);
/// # let _ = writer;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputType {
    /// One JSON array.
    Json,
    /// A line for each.
    JsonLines,
}

/// Where the results of a distributed Map go, and in which shape.
///
/// ```
/// use stepwright::prelude::*;
///
/// let writer = ResultWriter::to("results-123456789012", "orders");
/// # let _ = writer;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html>.
#[derive(Clone, Debug)]
pub struct ResultWriter {
    destination: Option<(BucketTarget, Field<String>)>,
    config: Option<(Transformation, OutputType)>,
}

impl ResultWriter {
    /// Writes the results to a bucket, under a prefix.
    pub fn to(bucket: impl Into<BucketTarget>, prefix: impl Into<Field<String>>) -> Self {
        ResultWriter { destination: Some((bucket.into(), prefix.into())), config: None }
    }

    /// Only shapes the results, and hands them on as the state's result.
    pub fn shaped(transformation: Transformation, output: OutputType) -> Self {
        ResultWriter { destination: None, config: Some((transformation, output)) }
    }

    /// Shapes what is written.
    pub fn transformation(mut self, transformation: Transformation, output: OutputType) -> Self {
        self.config = Some((transformation, output));
        self
    }

    fn to_tree(&self) -> Tree {
        let mut writer = Entries::new();
        if let Some((bucket, prefix)) = &self.destination {
            writer.set("Resource", Tree::fixed("arn:aws:states:::s3:putObject"));
            writer.set("Parameters", crate::payload!({ "Bucket": bucket.name(), "Prefix": prefix }).0);
        }
        if let Some((transformation, output)) = self.config {
            let transformation = match transformation {
                Transformation::None => "NONE",
                Transformation::Compact => "COMPACT",
                Transformation::Flatten => "FLATTEN",
            };
            let output = if output == OutputType::Json { "JSON" } else { "JSONL" };
            writer.set(
                "WriterConfig",
                crate::payload!({ "Transformation": transformation, "OutputType": output }).0,
            );
        }
        writer.into()
    }

    fn statements(&self) -> Vec<Statement> {
        let Some((bucket, prefix)) = &self.destination else { return Vec::new() };
        let actions =
            ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"];
        let write = Statement::allow(actions)
            .on_all(bucket.objects(prefix, "/*"))
            .because("writes the results of the items");
        let keys = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
        std::iter::once(write)
            .chain(bucket.key_statement(&keys, "encrypts the results of the items"))
            .collect()
    }
}
