//! SageMaker: queries whose results a processing job reads.

use super::check::Check;
use super::{SageMakerProcessingInputMode, SageMakerS3DataDistribution};
use crate::asl::Field;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// A query whose results a processing job reads.
///
/// ```
/// use stepwright::prelude::*;
///
/// let query = SageMakerAthenaDataset::new("AwsDataCatalog", "orders", "SELECT * FROM lines", "s3://orders/query/", "PARQUET");
/// let dataset = SageMakerDatasetDefinition::athena(query).local_path("/opt/ml/processing/lines");
/// # let _ = dataset;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DatasetDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerDatasetDefinition {
    #[serde(skip_serializing_if = "Option::is_none")]
    athena_dataset_definition: Option<SageMakerAthenaDataset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redshift_dataset_definition: Option<SageMakerRedshiftDataset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_distribution_type: Option<Field<SageMakerS3DataDistribution>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input_mode: Option<Field<SageMakerProcessingInputMode>>,
}

impl SageMakerDatasetDefinition {
    setters! {
        /// The folder in the container.
        local_path: Field<String>;
        /// What each instance gets; by default a part of it.
        data_distribution_type: Field<SageMakerS3DataDistribution>;
        /// How the data reaches the container; by default as files.
        input_mode: Field<SageMakerProcessingInputMode>;
    }

    fn made(athena: Option<SageMakerAthenaDataset>, redshift: Option<SageMakerRedshiftDataset>) -> Self {
        SageMakerDatasetDefinition {
            athena_dataset_definition: athena,
            redshift_dataset_definition: redshift,
            local_path: None,
            data_distribution_type: None,
            input_mode: None,
        }
    }

    /// A query of Athena.
    pub fn athena(query: SageMakerAthenaDataset) -> Self {
        Self::made(Some(query), None)
    }

    /// A query of Redshift.
    pub fn redshift(query: SageMakerRedshiftDataset) -> Self {
        Self::made(None, Some(query))
    }

    pub(in crate::tasks) fn check(&self, check: &mut Check) {
        check.inside("AthenaDatasetDefinition", self.athena_dataset_definition.as_ref(), |query, check| {
            check.s3("OutputS3Uri", Some(&query.output_s3_uri));
            check.length("QueryString", Some(&query.query_string), 4_096);
        });
        check.inside(
            "RedshiftDatasetDefinition",
            self.redshift_dataset_definition.as_ref(),
            |query, check| {
                check.s3("OutputS3Uri", Some(&query.output_s3_uri));
                check.length("QueryString", Some(&query.query_string), 4_096);
            },
        );
    }
}

/// A query of Athena.
///
/// ```
/// use stepwright::prelude::*;
///
/// let query = SageMakerAthenaDataset::new("AwsDataCatalog", "orders", path("$.query"), "s3://orders/query/", "PARQUET");
/// # let _ = query;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AthenaDatasetDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerAthenaDataset {
    catalog: Field<String>,
    database: Field<String>,
    query_string: Field<String>,
    output_s3_uri: Field<String>,
    output_format: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_group: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_compression: Option<Field<String>>,
}

impl SageMakerAthenaDataset {
    /// In this catalogue and database, this query, with its results there, in this format: `PARQUET`, `ORC`,
    /// `AVRO`, `JSON`, `TEXTFILE`.
    pub fn new(
        catalog: impl Into<Field<String>>,
        database: impl Into<Field<String>>,
        query_string: impl Into<Field<String>>,
        output_s3_uri: impl Into<Field<String>>,
        output_format: impl Into<Field<String>>,
    ) -> Self {
        SageMakerAthenaDataset {
            catalog: catalog.into(),
            database: database.into(),
            query_string: query_string.into(),
            output_s3_uri: output_s3_uri.into(),
            output_format: output_format.into(),
            work_group: None,
            kms_key_id: None,
            output_compression: None,
        }
    }

    setters! {
        /// The workgroup.
        work_group: Field<String>;
        /// The key that results are encrypted with, by ARN, id or alias.
        kms_key_id: Field<String>;
        /// How results are packed: `GZIP`, `SNAPPY`, `ZLIB`.
        output_compression: Field<String>;
    }
}

/// A query of Redshift.
///
/// ```
/// use stepwright::prelude::*;
///
/// let role = "arn:aws:iam::123456789012:role/redshift";
/// let query = SageMakerRedshiftDataset::new("orders", "dev", "reader", role, path("$.query"), "s3://orders/query/", "CSV");
/// # let _ = query;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RedshiftDatasetDefinition.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SageMakerRedshiftDataset {
    cluster_id: Field<String>,
    database: Field<String>,
    db_user: Field<String>,
    query_string: Field<String>,
    cluster_role_arn: Field<String>,
    output_s3_uri: Field<String>,
    output_format: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_compression: Option<Field<String>>,
}

impl SageMakerRedshiftDataset {
    setters! {
        /// The key that results are encrypted with, by ARN, id or alias.
        kms_key_id: Field<String>;
        /// How results are packed: `None`, `GZIP`, `BZIP2`, `ZSTD`, `SNAPPY`.
        output_compression: Field<String>;
    }

    /// On this cluster, in this database, as this user, under this role of the cluster's: this query, with its results
    /// there, in this format: `PARQUET` or `CSV`.
    pub fn new(
        cluster: impl Into<Field<String>>,
        database: impl Into<Field<String>>,
        user: impl Into<Field<String>>,
        role_arn: impl Into<Field<String>>,
        query: impl Into<Field<String>>,
        output_uri: impl Into<Field<String>>,
        format: impl Into<Field<String>>,
    ) -> Self {
        SageMakerRedshiftDataset {
            cluster_id: cluster.into(),
            database: database.into(),
            db_user: user.into(),
            query_string: query.into(),
            cluster_role_arn: role_arn.into(),
            output_s3_uri: output_uri.into(),
            output_format: format.into(),
            kms_key_id: None,
            output_compression: None,
        }
    }
}
