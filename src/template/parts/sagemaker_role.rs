//! A role that SageMaker runs jobs and models under.

use super::service_role::ServiceRole;
use crate::iam::{Statement, arn, global_arn};
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::scope::{Part, Scope};
use crate::template::{ecr, iam, kms, s3};
use serde_json::Value;

/// A role that SageMaker runs jobs and models under, with the rights to what it is told of and nothing else.
///
/// By itself it may write its own logs and metrics. Only SageMaker may assume it, for this account.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let data = stack.add("Data", s3::Bucket::new());
/// let models = stack.add("Models", s3::Bucket::new());
/// let images = stack.add("Images", ecr::Repository::new());
/// let role = stack.add(
///     "TrainingRole",
///     SageMakerRole::training().reads(&data, "orders/").writes(&models, "").runs(&images),
/// );
/// # let _ = role;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>.
#[derive(Clone, Debug)]
pub struct SageMakerRole {
    log_group: &'static str,
    confined: bool,
    statements: Vec<Statement>,
    images: Vec<Property<String>>,
}

/// A bucket, as a role is told of it: made from a handle, a name, or a reference to an ARN.
///
/// A handle also tells the key that the bucket encrypts with.
///
/// ```
/// use stepwright::prelude::*;
///
/// let role = SageMakerRole::serving().reads("models-123456789012", "orders/");
/// # let _ = role;
/// ```
#[derive(Clone, Debug)]
pub struct RoleBucket {
    arn: Property<String>,
    key: Option<Property<String>>,
}

impl RoleBucket {
    /// The key that the bucket encrypts with, by its ARN, for a bucket that is not of this stack.
    pub fn encrypted_by(mut self, key_arn: impl Into<Property<String>>) -> Self {
        self.key = Some(key_arn.into());
        self
    }
}

impl From<&str> for RoleBucket {
    /// The bucket of this name.
    fn from(name: &str) -> Self {
        RoleBucket { arn: global_arn("s3", "{}", [name]).into(), key: None }
    }
}

impl From<Reference> for RoleBucket {
    /// A reference whose value is the bucket's ARN.
    fn from(arn: Reference) -> Self {
        RoleBucket { arn: arn.into(), key: None }
    }
}

impl From<&Handle<s3::Bucket>> for RoleBucket {
    fn from(bucket: &Handle<s3::Bucket>) -> Self {
        RoleBucket { arn: bucket.arn().into(), key: encryption_key(bucket.resource()) }
    }
}

/// The customer managed key of a bucket's default encryption, where it is named by ARN, id or reference.
fn encryption_key(bucket: &s3::Bucket) -> Option<Property<String>> {
    let encryption = serde_json::to_value(bucket.bucket_encryption.as_ref()?).ok()?;
    let rules = encryption.get("ServerSideEncryptionConfiguration")?.as_array()?;
    let key =
        rules.iter().find_map(|rule| rule.get("ServerSideEncryptionByDefault")?.get("KMSMasterKeyID"))?;
    match key {
        Value::String(text) if text.starts_with("arn:") => Some(text.as_str().into()),
        Value::String(text) if text.starts_with("alias/") => None,
        Value::String(id) => Some(arn("kms", "key/{}", [id.as_str()]).into()),
        // `Ref` of a key is its id, and its ARN is an attribute.
        Value::Object(map) => match map.get("Ref").and_then(Value::as_str) {
            Some(id) => Some(Reference::attribute(id, "Arn").into()),
            None => {
                let (function, argument) = map.iter().next()?;
                Some(Reference::function(function, argument.clone()).into())
            }
        },
        _ => None,
    }
}

impl SageMakerRole {
    fn made(log_group: &'static str) -> Self {
        SageMakerRole { log_group, confined: true, statements: Vec::new(), images: Vec::new() }
    }

    /// For training jobs, and those of tuning jobs.
    pub fn training() -> Self {
        Self::made("/aws/sagemaker/TrainingJobs")
    }

    /// For processing jobs.
    pub fn processing() -> Self {
        Self::made("/aws/sagemaker/ProcessingJobs")
    }

    /// For models, which endpoints serve.
    pub fn serving() -> Self {
        Self::made("/aws/sagemaker/Endpoints/*")
    }

    /// For models that transform jobs judge by.
    pub fn transforming() -> Self {
        Self::made("/aws/sagemaker/TransformJobs")
    }

    /// For labeling jobs.
    pub fn labeling() -> Self {
        // AWS does not say that Ground Truth names the account it acts for, as it does of the others.
        SageMakerRole { confined: false, ..Self::made("/aws/sagemaker/LabelingJobs") }
    }

    /// Reads what is under this prefix of a bucket; all of it with an empty one. A key that the bucket encrypts with
    /// may then be used to decrypt.
    pub fn reads(mut self, bucket: impl Into<RoleBucket>, prefix: &str) -> Self {
        let bucket = bucket.into();
        let list = Statement::allow(["s3:ListBucket"]).on(&bucket.arn).because("finds its data");
        self.statements.push(match prefix {
            "" => list,
            prefix => list.when("StringLike", "s3:prefix", format!("{prefix}*")),
        });
        self.statements
            .push(Statement::allow(["s3:GetObject"]).on(objects(&bucket, prefix)).because("reads its data"));
        if let Some(key) = bucket.key {
            self.statements.push(Statement::allow(["kms:Decrypt"]).on(key).because("decrypts its data"));
        }
        self
    }

    /// Writes under this prefix of a bucket; anywhere in it with an empty one. A key that the bucket encrypts with may
    /// then be used.
    pub fn writes(mut self, bucket: impl Into<RoleBucket>, prefix: &str) -> Self {
        let bucket = bucket.into();
        self.statements.push(
            Statement::allow(["s3:PutObject", "s3:AbortMultipartUpload"])
                .on(objects(&bucket, prefix))
                .because("writes its results"),
        );
        match bucket.key {
            // What is uploaded in parts is decrypted to be put together.
            Some(key) => self.encrypts(key),
            None => self,
        }
    }

    /// Encrypts results with this key, by its ARN: one that a request names, and not the bucket.
    pub fn encrypts(mut self, key_arn: impl Into<Property<String>>) -> Self {
        self.statements.push(
            Statement::allow(["kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"])
                .on(key_arn)
                .because("encrypts its results"),
        );
        self
    }

    /// Encrypts the volumes of its instances with this key.
    pub fn encrypts_volumes(mut self, key: &Handle<kms::Key>) -> Self {
        self.statements.push(
            Statement::allow(["kms:CreateGrant"])
                .on(key.attribute("Arn"))
                .when("Bool", "kms:GrantIsForAWSResource", "true")
                .because("lets its volumes be encrypted with the key"),
        );
        self
    }

    /// Runs images of this repository.
    pub fn runs(self, repository: &Handle<ecr::Repository>) -> Self {
        self.runs_image_of(repository.arn())
    }

    /// Runs images of a repository, by its ARN.
    pub fn runs_image_of(mut self, repository_arn: impl Into<Property<String>>) -> Self {
        self.images.push(repository_arn.into());
        self
    }

    /// Calls a function, by its ARN: one that prepares what people label, or makes one label of several.
    pub fn invokes(mut self, function_arn: impl Into<Property<String>>) -> Self {
        self.statements
            .push(Statement::allow(["lambda:InvokeFunction"]).on(function_arn).because("calls the function"));
        self
    }

    /// Has network interfaces in a VPC.
    pub fn in_vpc(mut self) -> Self {
        let interfaces = || arn("ec2", "network-interface/*", [""; 0]);
        self.statements.push(
            Statement::allow(["ec2:CreateNetworkInterface"])
                .on(interfaces())
                .on(arn("ec2", "subnet/*", [""; 0]))
                .on(arn("ec2", "security-group/*", [""; 0]))
                .because("makes its network interfaces"),
        );
        self.statements.push(
            Statement::allow([
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ])
            .on(interfaces())
            .because("uses its network interfaces, and removes them"),
        );
        // The service has no resources for what describes.
        self.statements.push(
            Statement::allow([
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeVpcs",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeSubnets",
                "ec2:DescribeSecurityGroups",
            ])
            .on("*")
            .because("finds its way in the VPC"),
        );
        self
    }

    /// Permits something else that a container does.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }
}

/// The objects under a prefix.
fn objects(bucket: &RoleBucket, prefix: &str) -> Reference {
    sub("{}/{}*", [Piece::from(&bucket.arn), Piece::from(prefix)])
}

impl Part for SageMakerRole {
    type Handles = Handle<iam::Role>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let role = ServiceRole::new("sagemaker.amazonaws.com");
        let role = if self.confined { role } else { role.without_source() };
        let mut role = role
            .allow(
                Statement::allow([
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ])
                .on(arn("logs", "log-group:{}", [self.log_group]))
                .on(arn("logs", "log-group:{}:*", [self.log_group]))
                .because("writes its log"),
            )
            .allow(
                // The service has no resource for it; the namespaces are SageMaker's.
                Statement::allow(["cloudwatch:PutMetricData"])
                    .on("*")
                    .when("StringLike", "cloudwatch:namespace", "AWS/SageMaker*")
                    .when("StringLike", "cloudwatch:namespace", "/aws/sagemaker/*")
                    .because("publishes its metrics"),
            );
        if !self.images.is_empty() {
            role = role
                .allow(
                    Statement::allow([
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:BatchGetImage",
                    ])
                    .on_all(self.images)
                    .because("pulls its image"),
                )
                .allow(
                    // The service has no resource for it.
                    Statement::allow(["ecr:GetAuthorizationToken"])
                        .on("*")
                        .because("logs in to the registry"),
                );
        }
        self.statements.into_iter().fold(role, ServiceRole::allow).add(id, scope)
    }
}
