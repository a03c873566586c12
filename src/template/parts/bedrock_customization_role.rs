//! The role that Bedrock customizes a model under.

use super::ServiceRole;
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Piece, Property, Reference, partition, region, sub};
use crate::template::iam;
use crate::template::scope::{Part, Scope};

/// The role that Bedrock customizes a model under: it reads the training and validation data and writes what the job says,
/// and nothing else.
///
/// Only Bedrock may assume it, for customization jobs of this account and region. Buckets are named by their ARNs.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("tuning");
/// let data = stack.add("Data", s3::Bucket::new());
/// let role = stack.add(
///     "TuningRole",
///     BedrockCustomizationRole::new(data.arn(), "training/", data.arn(), "models/")
///         .validation(data.arn(), "validation/"),
/// );
/// let tune = BedrockCreateModelCustomizationJob::new(
///     path("$.name"),
///     "orders",
///     &role,
///     "amazon.titan-text-express-v1",
///     (&data, "training/orders.jsonl"),
///     (&data, "models/"),
/// );
/// # let _ = tune;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html> and
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-job-access-security.html>.
#[derive(Clone, Debug)]
pub struct BedrockCustomizationRole {
    inputs: Vec<Place>,
    output: Place,
    statements: Vec<Statement>,
}

/// An object in a bucket, or what stands under a prefix that ends in `/`.
#[derive(Clone, Debug)]
struct Place {
    bucket: Property<String>,
    prefix: String,
}

impl Place {
    fn new(bucket: impl Into<Property<String>>, prefix: &str) -> Self {
        Place { bucket: bucket.into(), prefix: prefix.trim_start_matches('/').to_owned() }
    }

    fn objects(&self) -> Reference {
        let rest = if self.is_folder() { "*" } else { "" };
        sub("{}/{}{}", [Piece::from(&self.bucket), self.prefix.as_str().into(), rest.into()])
    }

    fn is_folder(&self) -> bool {
        self.prefix.is_empty() || self.prefix.ends_with('/')
    }

    /// The folder of this name, whether or not it was written with a `/` at its end.
    fn folder(mut self) -> Self {
        if !self.is_folder() {
            self.prefix.push('/');
        }
        self
    }

    /// Permits listing what stands under the prefix.
    fn list(&self, why: &'static str) -> Statement {
        let list = Statement::allow(["s3:ListBucket"]).on(&self.bucket).because(why);
        match self.prefix.as_str() {
            "" => list,
            prefix => list.when("StringLike", "s3:prefix", format!("{prefix}*")),
        }
    }
}

impl BedrockCustomizationRole {
    /// Reads training data in this bucket, and writes into that folder of that bucket. Training data is the key of an
    /// object, a prefix that ends in `/`, or empty for the whole bucket.
    pub fn new(
        training_bucket: impl Into<Property<String>>,
        training_data: &str,
        output_bucket: impl Into<Property<String>>,
        output_folder: &str,
    ) -> Self {
        BedrockCustomizationRole {
            inputs: vec![Place::new(training_bucket, training_data)],
            output: Place::new(output_bucket, output_folder).folder(),
            statements: Vec::new(),
        }
    }

    /// Reads validation data, or more training data, in this bucket as well: an object by its key, or a prefix that ends
    /// in `/`.
    pub fn validation(mut self, bucket: impl Into<Property<String>>, data: &str) -> Self {
        self.inputs.push(Place::new(bucket, data));
        self
    }

    /// Uses the key that training or validation data is encrypted with, by its ARN.
    pub fn input_key(mut self, key_arn: impl Into<Property<String>>) -> Self {
        self.statements.push(through("s3", ["kms:Decrypt"], key_arn, "reads encrypted data"));
        self
    }

    /// Uses the key that the output is encrypted with, by its ARN.
    pub fn output_key(mut self, key_arn: impl Into<Property<String>>) -> Self {
        let actions = ["kms:GenerateDataKey", "kms:Decrypt"];
        self.statements.push(through("s3", actions, key_arn, "writes encrypted output"));
        self
    }

    /// Uses the key that the custom model is encrypted with, by its ARN.
    pub fn model_key(mut self, key_arn: impl Into<Property<String>>) -> Self {
        let actions = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant"];
        self.statements.push(through("bedrock", actions, key_arn, "encrypts the custom model"));
        self
    }

    /// Invokes a larger model to learn from: by the id of a foundation model.
    pub fn teacher(mut self, model: &str) -> Self {
        let model = sub(
            "arn:{}:bedrock:{}::foundation-model/{}",
            [Piece::from(partition()), region().into(), model.into()],
        );
        let invoke = Statement::allow(["bedrock:InvokeModel"]);
        self.statements.push(invoke.on(model).because("learns from a larger model"));
        self
    }

    /// Invokes a larger model to learn from through an inference profile: by the profile's id and the model's, and by the
    /// regions that the profile leads to.
    pub fn teacher_profile<'a>(
        mut self,
        profile: &str,
        model: &str,
        regions: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let models = regions.into_iter().map(|region| -> Property<String> {
            let pieces = [Piece::from(partition()), region.into(), model.into()];
            sub("arn:{}:bedrock:{}::foundation-model/{}", pieces).into()
        });
        let invoke = Statement::allow(["bedrock:InvokeModel"])
            .on(arn("bedrock", "inference-profile/{}", [profile]))
            .on_all(models);
        self.statements.push(invoke.because("learns from a larger model"));
        self
    }

    /// Invokes the function that grades answers, by its ARN.
    pub fn grader(mut self, function_arn: impl Into<Property<String>>) -> Self {
        let invoke = Statement::allow(["lambda:InvokeFunction"]);
        self.statements.push(invoke.on(function_arn).because("has answers graded"));
        self
    }

    /// Works within a VPC: in these subnets, with these security groups, all by id.
    pub fn vpc<S: Into<Property<String>>, G: Into<Property<String>>>(
        mut self,
        subnets: impl IntoIterator<Item = S>,
        security_groups: impl IntoIterator<Item = G>,
    ) -> Self {
        let named = |kind: &str, id: Property<String>| -> Property<String> {
            arn("ec2", &format!("{kind}/{{}}"), [Piece::from(&id)]).into()
        };
        let subnets: Vec<_> = subnets.into_iter().map(|id| named("subnet", id.into())).collect();
        let groups = security_groups.into_iter().map(|id| named("security-group", id.into()));
        let interfaces = || arn("ec2", "network-interface/*", [""; 0]);
        let jobs = || arn("bedrock", "model-customization-job/*", [""; 0]);
        self.statements.extend([
            // None of them knows resources.
            Statement::allow([
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeVpcs",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeSubnets",
                "ec2:DescribeSecurityGroups",
            ])
            .on("*")
            .because("looks at the VPC"),
            Statement::allow(["ec2:CreateNetworkInterface"])
                .on(interfaces())
                .on_all(subnets.clone())
                .on_all(groups)
                .because("makes network interfaces in the VPC"),
        ]);
        let use_them = Statement::allow([
            "ec2:CreateNetworkInterfacePermission",
            "ec2:DeleteNetworkInterface",
            "ec2:DeleteNetworkInterfacePermission",
        ])
        .on(interfaces())
        .when("ArnEquals", "ec2:ResourceTag/BedrockModelCustomizationJobArn", jobs())
        .when("StringEquals", "ec2:ResourceTag/BedrockManaged", "true")
        .because("uses and deletes the network interfaces that it made");
        self.statements.push(
            subnets
                .into_iter()
                .fold(use_them, |statement, subnet| statement.when("ArnEquals", "ec2:Subnet", subnet)),
        );
        self.statements.push(
            Statement::allow(["ec2:CreateTags"])
                .on(interfaces())
                .when("StringEquals", "ec2:CreateAction", "CreateNetworkInterface")
                .when("ForAllValues:StringEquals", "aws:TagKeys", "BedrockManaged")
                .when("ForAllValues:StringEquals", "aws:TagKeys", "BedrockModelCustomizationJobArn")
                .because("tags the network interfaces that it makes"),
        );
        self
    }

    /// Permits something more.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }
}

/// Permits actions on a key, through this service of this region only.
fn through<const N: usize>(
    service: &str,
    actions: [&'static str; N],
    key: impl Into<Property<String>>,
    why: &'static str,
) -> Statement {
    let via = sub(&format!("{service}.{{}}.amazonaws.com"), [region()]);
    Statement::allow(actions).on(key).when("StringEquals", "kms:ViaService", via).because(why)
}

impl Part for BedrockCustomizationRole {
    type Handles = Handle<iam::Role>;

    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
        let jobs = arn("bedrock", "model-customization-job/*", [""; 0]);
        let mut role = ServiceRole::new("bedrock.amazonaws.com").on_behalf_of(jobs);
        let read = Statement::allow(["s3:GetObject"]).because("reads training and validation data");
        role = role.allow(self.inputs.iter().fold(read, |read, place| read.on(place.objects())));
        for place in &self.inputs {
            role = role.allow(place.list("finds training and validation data"));
        }
        role = role
            .allow(
                Statement::allow(["s3:GetObject", "s3:PutObject"])
                    .on(self.output.objects())
                    .because("writes the output"),
            )
            .allow(self.output.list("finds the output"));
        for statement in self.statements {
            role = role.allow(statement);
        }
        role.add(id, scope)
    }
}
