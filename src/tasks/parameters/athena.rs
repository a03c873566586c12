//! Athena: what a query reads and writes, how its results are encrypted, and what it runs on.

use crate::asl::Field;
use crate::iam::{Statement, arn};
use crate::reference::{Piece, Property, Reference, partition, region, sub};
use crate::target::{DataCatalogTarget, FunctionTarget, KeyTarget, S3LocationTarget, key_arn};
use crate::task::setters;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// A table, or a database with all of its tables, that a query reads or writes. It stands in no request: only the
/// permissions follow from it.
///
/// Say where the data lies with [`at`](Self::at); a view has no data of its own, but the tables under it do.
///
/// ```
/// use stepwright::prelude::*;
///
/// let lake = Handle::new("Lake", s3::Bucket::new());
/// let orders = AthenaData::table("shop", "orders").at((&lake, "orders/"));
/// let shop = AthenaData::database("shop").in_lake_formation();
/// # let _ = (orders, shop);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html>.
#[derive(Clone, Debug)]
pub struct AthenaData {
    database: Field<String>,
    table: Option<Field<String>>,
    account: Option<Property<String>>,
    catalog: Option<DataCatalogTarget>,
    places: Vec<S3LocationTarget>,
    lake_formation: bool,
}

impl AthenaData {
    fn new(database: Field<String>, table: Option<Field<String>>) -> Self {
        let (account, catalog, places) = (None, None, Vec::new());
        AthenaData { database, table, account, catalog, places, lake_formation: false }
    }

    /// One table of a database, or a view. A pattern (`orders_*`) stands for several.
    pub fn table(database: impl Into<Field<String>>, table: impl Into<Field<String>>) -> Self {
        Self::new(database.into(), Some(table.into()))
    }

    /// A database and every table of it.
    pub fn database(name: impl Into<Field<String>>) -> Self {
        Self::new(name.into(), None)
    }

    /// Where its data lies. Said again, one place more.
    pub fn at(mut self, place: impl Into<S3LocationTarget>) -> Self {
        self.places.push(place.into());
        self
    }

    /// Says that Lake Formation hands out its data, by grants of its own, so that S3 need not permit it.
    ///
    /// Checked against <https://docs.aws.amazon.com/athena/latest/ug/security-athena-lake-formation.html>.
    pub fn in_lake_formation(mut self) -> Self {
        self.lake_formation = true;
        self
    }

    /// Says that it is in the Glue Data Catalog of another account.
    pub fn of_account(mut self, account: impl Into<Property<String>>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Says that it is in a data catalog that is registered with Athena: a connector's, or that of another account,
    /// which [`of_account`](Self::of_account) has to name too.
    pub fn from_catalog(mut self, catalog: impl Into<DataCatalogTarget>) -> Self {
        self.catalog = Some(catalog.into());
        self
    }

    fn names_no_place(&self) -> bool {
        self.places.is_empty() && !self.lake_formation
    }

    /// Whether it is looked up in Glue: a connector has a catalog of its own.
    fn is_in_glue(&self) -> bool {
        self.account.is_some() || self.catalog.as_ref().is_none_or(DataCatalogTarget::is_glue)
    }

    fn arn(&self, resource: &str, names: impl IntoIterator<Item = Piece>) -> Property<String> {
        let Some(account) = &self.account else { return arn("glue", resource, names).into() };
        let resource = sub(resource, names);
        let pieces = [Piece::from(partition()), region().into(), account.into(), resource.into()];
        sub("arn:{}:glue:{}:{}:{}", pieces).into()
    }

    fn catalog_arn(&self) -> Property<String> {
        self.arn("catalog", [])
    }

    fn database_arn(&self) -> Property<String> {
        self.arn("database/{}", [piece(&self.database)])
    }

    fn table_arn(&self) -> Property<String> {
        let table = self.table.as_ref().map_or("*".into(), piece);
        self.arn("table/{}/{}", [piece(&self.database), table])
    }

    /// The table with what it is in: Glue asks for all three.
    fn arns(&self) -> Vec<Property<String>> {
        vec![self.catalog_arn(), self.database_arn(), self.table_arn()]
    }
}

/// A name as Glue keeps it, which is in lower case; any where it is decided at run time.
fn piece(name: &Field<String>) -> Piece {
    match name {
        Field::Literal(name) => name.to_lowercase().into(),
        Field::Reference(name) => name.into(),
        Field::Expression(_) => "*".into(),
    }
}

/// What a query touches beside its workgroup and its results.
#[derive(Clone, Debug, Default)]
pub(in crate::tasks) struct AthenaAccess {
    /// Nothing where nothing was said, so that a default has to do.
    pub(in crate::tasks) reads: Option<Vec<AthenaData>>,
    pub(in crate::tasks) writes: Vec<AthenaData>,
    pub(in crate::tasks) drops: Vec<AthenaData>,
    pub(in crate::tasks) functions: Vec<FunctionTarget>,
    pub(in crate::tasks) catalog_key: Option<KeyTarget>,
}

/// A statement's resources without those that are there already.
fn distinct(resources: impl IntoIterator<Item = Property<String>>) -> Vec<Property<String>> {
    let mut out: Vec<Property<String>> = Vec::new();
    for resource in resources {
        if !out.contains(&resource) {
            out.push(resource);
        }
    }
    out
}

/// Permits calls that Athena makes with the caller's rights, and only those.
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena-calledvia.html>.
pub(in crate::tasks) fn through_athena(
    actions: &[&'static str],
    on: impl IntoIterator<Item = Property<String>>,
    why: &'static str,
) -> Option<Statement> {
    let on = distinct(on);
    (!on.is_empty()).then(|| {
        Statement::allow(actions.iter().copied())
            .on_all(on)
            .when("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com")
            .because(why)
    })
}

/// What writing objects needs on each, beside reading them.
const WRITE_OBJECTS: [&str; 4] =
    ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/// What writing results to a place needs: of S3, and of the key there.
pub(in crate::tasks) fn results_statements(place: &S3LocationTarget, sets_acl: bool) -> Vec<Statement> {
    let mut objects = WRITE_OBJECTS.to_vec();
    if sets_acl {
        objects.push("s3:PutObjectAcl");
    }
    let why = "writes the results";
    let bucket = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
    [
        through_athena(&bucket, place.buckets(), why),
        through_athena(&objects, place.objects(), why),
        place.key_statement(&["kms:GenerateDataKey", "kms:Decrypt"], "encrypts the results"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

const READ_TABLES: [&str; 7] = [
    "glue:GetDatabase",
    "glue:GetDatabases",
    "glue:GetTable",
    "glue:GetTables",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:BatchGetPartition",
];

const WRITE_TABLES: [&str; 5] = [
    "glue:CreateTable",
    "glue:UpdateTable",
    "glue:CreatePartition",
    "glue:BatchCreatePartition",
    "glue:UpdatePartition",
];

const DROP_TABLES: [&str; 4] =
    ["glue:DeleteTable", "glue:BatchDeleteTable", "glue:DeletePartition", "glue:BatchDeletePartition"];

impl AthenaAccess {
    pub(in crate::tasks) fn is_unsaid(&self) -> bool {
        self.reads.is_none() && self.writes.is_empty() && self.drops.is_empty()
    }

    /// All that was said to be read, written or dropped.
    fn all(&self) -> impl Iterator<Item = &AthenaData> {
        self.reads.iter().flatten().chain(&self.writes).chain(&self.drops)
    }

    /// Whether tables were named, and of none of them where its data lies.
    pub(in crate::tasks) fn names_no_place(&self) -> bool {
        // A database that is made, or a view, has no data of its own.
        let written = self.writes.iter().filter(|data| data.table.is_some());
        let mut data = self.reads.iter().flatten().chain(written).filter(|data| data.is_in_glue()).peekable();
        data.peek().is_some() && data.all(AthenaData::names_no_place)
    }

    /// The places in S3 of what was said, for their findings.
    pub(in crate::tasks) fn places(&self) -> impl Iterator<Item = &S3LocationTarget> {
        self.all().flat_map(|data| &data.places)
    }

    /// What looking up, reading and writing needs. The context is the database that names without one are of.
    pub(in crate::tasks) fn statements(
        &self,
        catalog: &DataCatalogTarget,
        context: Option<&Field<String>>,
    ) -> Vec<Statement> {
        let everything;
        let (reads, unsaid) = match &self.reads {
            Some(reads) => (reads.as_slice(), false),
            None if self.is_unsaid() => {
                let database = context.cloned().unwrap_or_else(|| "default".into());
                everything = [AthenaData::database(database).from_catalog(catalog.clone())];
                (everything.as_slice(), true)
            }
            None => (&[][..], false),
        };
        let catalogs = std::iter::once(catalog).chain(self.all().filter_map(|data| data.catalog.as_ref()));
        let mut out = vec![
            Statement::allow(["athena:GetDataCatalog"])
                .on_all(distinct(catalogs.flat_map(DataCatalogTarget::arns)))
                .because("looks the data catalog up"),
        ];
        out.extend(self.glue(reads, context.filter(|_| catalog.is_glue())));
        out.extend(self.data(reads, unsaid && catalog.is_glue()));
        let functions = self.functions.iter().flat_map(|function| function.scope().resources("*"));
        out.extend(through_athena(
            &["lambda:InvokeFunction"],
            functions,
            "calls a connector or a function of SQL",
        ));
        out
    }

    /// What Glue has to permit.
    fn glue(&self, reads: &[AthenaData], context: Option<&Field<String>>) -> Vec<Statement> {
        let in_glue = |data: &&AthenaData| data.is_in_glue();
        let looked_up = reads.iter().chain(&self.writes).chain(&self.drops).filter(in_glue);
        let on = |data: &AthenaData| data.arns();
        let allow = |actions: &[&'static str], on: Vec<Property<String>>, why: &'static str| {
            let statement = Statement::allow(actions.iter().copied()).on_all(distinct(on)).because(why);
            (!statement.resources.is_empty()).then_some(statement)
        };
        // Athena looks at `default` whatever the query says, and at the database that the query runs in.
        let default = AthenaData::database("default");
        let mut entry = vec![default.catalog_arn(), default.database_arn()];
        entry.extend(context.map(|context| AthenaData::database(context).database_arn()));
        let databases = |data: &[AthenaData]| {
            data.iter().filter(|data| data.table.is_none()).cloned().collect::<Vec<_>>()
        };
        let whole = databases(&self.writes);
        let gone = databases(&self.drops);
        let functions = gone
            .iter()
            .filter(in_glue)
            .map(|data| data.arn("userDefinedFunction/{}/*", [piece(&data.database)]));
        let removal = gone.iter().filter(in_glue).flat_map(on).chain(functions).collect();
        let writes = self.writes.iter().filter(in_glue);
        let catalog_key = self.catalog_key.as_ref().map(|key| {
            let via: Reference = sub("glue.{}.amazonaws.com", [region()]);
            Statement::allow(["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt"])
                .on(key.arn().clone())
                .when("StringEquals", "kms:ViaService", via)
                .because("reads the encrypted data catalog")
        });
        [
            allow(&["glue:GetDatabase"], entry, "enters the database"),
            allow(&READ_TABLES, looked_up.flat_map(on).collect(), "looks the tables up"),
            allow(&WRITE_TABLES, writes.flat_map(on).collect(), "changes the tables"),
            allow(
                &["glue:CreateDatabase", "glue:UpdateDatabase"],
                whole
                    .iter()
                    .filter(in_glue)
                    .flat_map(|data| [data.catalog_arn(), data.database_arn()])
                    .collect(),
                "changes the database",
            ),
            allow(&DROP_TABLES, self.drops.iter().filter(in_glue).flat_map(on).collect(), "drops the tables"),
            allow(&["glue:DeleteDatabase"], removal, "drops the database"),
            catalog_key,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What S3, Lake Formation and keys have to permit.
    fn data(&self, reads: &[AthenaData], unsaid: bool) -> Vec<Statement> {
        let everywhere = [S3LocationTarget::anywhere()];
        let places =
            |data: &'_ [AthenaData]| data.iter().flat_map(|data| data.places.clone()).collect::<Vec<_>>();
        let read = if unsaid { everywhere.to_vec() } else { places(reads) };
        let (written, dropped) = (places(&self.writes), places(&self.drops));
        let buckets = |places: &[S3LocationTarget]| {
            places.iter().flat_map(S3LocationTarget::buckets).collect::<Vec<_>>()
        };
        let objects = |places: &[S3LocationTarget]| {
            places.iter().flat_map(S3LocationTarget::objects).collect::<Vec<_>>()
        };
        let (in_bucket, reads_data, writes_data) =
            (["s3:GetBucketLocation", "s3:ListBucket"], "reads the data", "writes the data");
        let mut out: Vec<Statement> = [
            through_athena(&in_bucket, buckets(&read), reads_data),
            through_athena(&["s3:GetObject"], objects(&read), reads_data),
            through_athena(
                &["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                buckets(&written),
                writes_data,
            ),
            through_athena(&WRITE_OBJECTS, objects(&written), writes_data),
            through_athena(&in_bucket, buckets(&dropped), "removes the data"),
            through_athena(&["s3:GetObject", "s3:DeleteObject"], objects(&dropped), "removes the data"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let decrypt = |place: &S3LocationTarget| place.key_statement(&["kms:Decrypt"], "decrypts the data");
        out.extend(read.iter().chain(&dropped).filter_map(decrypt));
        out.extend(written.iter().filter_map(|place| {
            place.key_statement(&["kms:GenerateDataKey", "kms:Decrypt"], "encrypts the data")
        }));
        if unsaid || self.all().any(|data| data.lake_formation) {
            // It has no resource-level permissions: Lake Formation's own grants say which tables. AWS documents it for
            // every query; where it was said what is read, it was also said where Lake Formation governs.
            out.push(
                Statement::allow(["lakeformation:GetDataAccess"])
                    .on("*")
                    .because("asks Lake Formation for the data"),
            );
        }
        out
    }
}

/// How Athena encrypts results.
///
/// ```
/// use stepwright::prelude::*;
///
/// let plain = AthenaEncryption::sse_s3();
/// let own = AthenaEncryption::sse_kms("arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666");
/// # let _ = (plain, own);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/APIReference/API_EncryptionConfiguration.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct AthenaEncryption {
    encryption_option: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key: Option<Field<String>>,
}

impl AthenaEncryption {
    fn with_key(encryption_option: &'static str, key: KeyTarget) -> Self {
        let key = match key.arn() {
            Property::Literal(arn) => arn.into(),
            Property::Reference(arn) => arn.into(),
        };
        AthenaEncryption { encryption_option, kms_key: Some(key) }
    }

    /// By S3, with a key of S3's own.
    pub fn sse_s3() -> Self {
        AthenaEncryption { encryption_option: "SSE_S3", kms_key: None }
    }

    /// By S3, with this key of KMS.
    pub fn sse_kms(key: impl Into<KeyTarget>) -> Self {
        Self::with_key("SSE_KMS", key.into())
    }

    /// By Athena before S3 gets to see them, with this key of KMS.
    pub fn cse_kms(key: impl Into<KeyTarget>) -> Self {
        Self::with_key("CSE_KMS", key.into())
    }

    /// The key, as an ARN or an id, in the place of the one that was said: for one that is decided at run time.
    pub fn key(mut self, key: impl Into<Field<String>>) -> Self {
        self.kms_key = Some(key.into());
        self
    }

    /// What the key has to permit to whom writes or reads the results.
    pub(in crate::tasks) fn key_statement(&self) -> Option<Statement> {
        let key: Property<String> = match self.kms_key.as_ref()? {
            Field::Literal(key) => key_arn(&key.as_str().into())?,
            Field::Reference(key) => key.into(),
            Field::Expression(_) => arn("kms", "key/*", [""; 0]).into(),
        };
        let statement = Statement::allow(["kms:GenerateDataKey", "kms:Decrypt"]).on(key);
        let statement = if self.encryption_option == "SSE_KMS" {
            statement.when("StringEquals", "kms:ViaService", sub("s3.{}.amazonaws.com", [region()]))
        } else {
            statement
        };
        Some(statement.because("encrypts the results"))
    }
}

/// What a query runs on: for workgroups with provisioned capacity, how many data processing units (DPUs) it takes.
///
/// ```
/// use stepwright::prelude::*;
///
/// let engine = AthenaEngineConfiguration::new().max_concurrent_dpus(24);
/// # let _ = engine;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/athena/latest/APIReference/API_EngineConfiguration.html>.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct AthenaEngineConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) coordinator_dpu_size: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) max_concurrent_dpus: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) default_executor_dpu_size: Option<Field<u32>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    additional_configs: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    spark_properties: IndexMap<String, Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classifications: Vec<Classification>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct Classification {
    name: String,
    properties: IndexMap<String, Field<String>>,
}

impl AthenaEngineConfiguration {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// The DPUs of the coordinator, which can only be 1.
        coordinator_dpu_size: Field<u32>;
        /// The most DPUs at a time, 2 to 5,000; by default 124, or what is allocated where that is less.
        max_concurrent_dpus: Field<u32>;
        /// The DPUs of each executor, which can only be 1.
        default_executor_dpu_size: Field<u32>;
    }

    /// Adds a setting of the engine.
    pub fn additional_config(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.additional_configs.insert(name.into(), value.into());
        self
    }

    /// Adds a property of Spark.
    pub fn spark_property(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.spark_properties.insert(name.into(), value.into());
        self
    }

    /// Adds a property under a classification: a file of settings, such as `spark-defaults`.
    pub fn classification(
        mut self,
        classification: &str,
        name: impl Into<String>,
        value: impl Into<Field<String>>,
    ) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.classifications.iter_mut().find(|other| other.name == classification) {
            Some(other) => {
                other.properties.insert(name, value);
            }
            None => self.classifications.push(Classification {
                name: classification.to_owned(),
                properties: IndexMap::from([(name, value)]),
            }),
        }
        self
    }
}
