//! A network without a way to the internet.

use super::ServiceRole;
use crate::iam::{Statement, arn, global_arn, resource_policy};
use crate::reference::{Handle, Piece, Property, Reference, account, region, stack_name, sub};
use crate::template::ec2::security_group::Egress;
use crate::template::scope::{Part, Scope};
use crate::template::{Tag, ec2, logs};
use serde_json::json;

/// A VPC whose subnets reach nothing but the AWS services that it has endpoints for.
///
/// There is no gateway to the internet and no route out. Two security groups keep even the inside apart: what runs in
/// [`clients`](IsolatedNetwork::clients) may call the endpoints, and is called by nobody; the endpoints call nobody.
/// All that flows is logged.
///
/// A Fargate task in it needs endpoints for its image ([`pull_images`](Self::pull_images)), for its log (`logs`), and for
/// whatever its program calls. Those of ECS itself (`ecs`, `ecs-agent`, `ecs-telemetry`) it needs in no region that was
/// there before December 2023; in a newer one add them.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let prefix_list = stack.parameter("S3PrefixListId", Parameter::string());
/// let logs = arn("logs", "log-group:/ecs/*", [""; 0]);
/// let network = stack.add(
///     "Network",
///     PrivateNetwork::new("10.0.0.0/16").pull_images(&prefix_list).endpoint(InterfaceEndpoint::new(
///         "logs",
///         Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"]).on(logs),
///     )),
/// );
/// let launch = Fargate::new().subnets(&network).security_groups([&network.clients]);
/// assert_eq!(network.endpoints.len(), 3);
/// # let _ = launch;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html> and
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>.
#[derive(Clone, Debug)]
pub struct PrivateNetwork {
    cidr: Property<String>,
    subnets: u32,
    endpoints: Vec<InterfaceEndpoint>,
    prefix_list: Option<Property<String>>,
    objects: Vec<Statement>,
    retention: u32,
    log_key: Option<Reference>,
}

/// A door to one AWS service: an address in each subnet, under the service's own name.
///
/// Each costs by the hour and subnet. It lets through what its statements permit, of callers of this account only.
///
/// ```
/// use stepwright::prelude::*;
///
/// let machines = arn("states", "stateMachine:*", [""; 0]);
/// let answers = Statement::allow(["states:SendTaskSuccess", "states:SendTaskFailure"]).on(machines);
/// let states = InterfaceEndpoint::new("states", answers);
/// # let _ = states;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>.
#[derive(Clone, Debug)]
pub struct InterfaceEndpoint {
    service: String,
    statements: Vec<Statement>,
}

/// What [`PrivateNetwork`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let network = stack.add("Network", PrivateNetwork::new("10.0.0.0/16").subnets(3));
/// assert_eq!(network.clients.id(), "NetworkClients");
/// assert!(network.s3.is_none());
/// ```
#[derive(Clone, Debug)]
pub struct IsolatedNetwork {
    /// The VPC.
    pub vpc: Handle<ec2::VPC>,
    /// Its subnets.
    pub subnets: Vec<Handle<ec2::Subnet>>,
    /// The route table of the subnets: to each other, and to S3 where that has an endpoint.
    pub routes: Handle<ec2::RouteTable>,
    /// The security group for what runs in the network.
    pub clients: Handle<ec2::SecurityGroup>,
    /// The security group of the endpoints.
    pub doors: Handle<ec2::SecurityGroup>,
    /// The interface endpoints, in the order they were asked for.
    pub endpoints: Vec<Handle<ec2::VPCEndpoint>>,
    /// The gateway endpoint of S3, where it was asked for.
    pub s3: Option<Handle<ec2::VPCEndpoint>>,
    /// Where it is logged what flows.
    pub flow_logs: Handle<logs::LogGroup>,
}

impl InterfaceEndpoint {
    /// To a service, by what follows the region in its endpoint's name: `logs`, `states`, `ecr.api`; and what it lets
    /// through. Callers still need the permission themselves.
    pub fn new(service: impl Into<String>, statement: Statement) -> Self {
        InterfaceEndpoint { service: service.into(), statements: vec![statement] }
    }

    /// Lets something else through as well.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// `EcrApi` of `ecr.api`.
    fn name(&self) -> String {
        let words = self.service.split(|c: char| !c.is_ascii_alphanumeric());
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        };
        words.map(capital).collect()
    }
}

impl PrivateNetwork {
    /// Over this address block, `10.0.0.0/16` say, or a parameter that holds one; it has to be `/24` or wider.
    pub fn new(cidr: impl Into<Property<String>>) -> Self {
        PrivateNetwork {
            cidr: cidr.into(),
            subnets: 2,
            endpoints: Vec::new(),
            prefix_list: None,
            objects: Vec::new(),
            retention: 30,
            log_key: None,
        }
    }

    /// How many subnets, 1 to 6, each in another availability zone; by default 2.
    pub fn subnets(mut self, count: u32) -> Self {
        self.subnets = count.clamp(1, 6);
        self
    }

    /// An endpoint in every subnet.
    pub fn endpoint(mut self, endpoint: InterfaceEndpoint) -> Self {
        self.endpoints.push(endpoint);
        self
    }

    /// What pulling images from the account's own ECR takes: the endpoints `ecr.api` and `ecr.dkr`, and the gateway of
    /// S3, where ECR keeps the layers, for these layers only.
    ///
    /// A security group names S3 by a prefix list, whose id differs by region; CloudFormation cannot look it up:
    /// `aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.REGION.s3`.
    pub fn pull_images(self, s3_prefix_list: impl Into<Property<String>>) -> Self {
        let endpoint = |service: &str| {
            let actions =
                ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"];
            let pull = Statement::allow(actions).on(arn("ecr", "repository/*", [""; 0]));
            // The action knows no resource.
            let login = Statement::allow(["ecr:GetAuthorizationToken"]).on("*");
            InterfaceEndpoint::new(service, pull).allow(login)
        };
        let layers = global_arn("s3", "prod-{}-starport-layer-bucket/*", [region()]);
        self.endpoint(endpoint("ecr.api"))
            .endpoint(endpoint("ecr.dkr"))
            .s3(s3_prefix_list, Statement::allow(["s3:GetObject"]).on(layers))
    }

    /// The gateway endpoint of S3, which costs nothing, and lets through what this statement permits; several add up.
    /// For the prefix list see [`pull_images`](Self::pull_images).
    pub fn s3(mut self, prefix_list: impl Into<Property<String>>, statement: Statement) -> Self {
        self.prefix_list = Some(prefix_list.into());
        self.objects.push(statement);
        self
    }

    /// For how many days it is kept what flowed; by default 30.
    pub fn log_retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }

    /// Encrypts the flow log with a key of one's own, by its ARN. The key's policy has to let CloudWatch Logs use it,
    /// as that of a [`LogKey`](super::LogKey) does.
    pub fn log_key(mut self, key_arn: impl Into<Reference>) -> Self {
        self.log_key = Some(key_arn.into());
        self
    }
}

/// A tag that shows what the thing is where things are listed.
fn name(what: &str) -> Tag {
    Tag::new("Name", sub("{}-{}", [stack_name().into(), Piece::from(what)]))
}

fn service_name(service: &str) -> Reference {
    sub("com.amazonaws.{}.{}", [region().into(), Piece::from(service)])
}

impl Part for PrivateNetwork {
    type Handles = IsolatedNetwork;

    fn add(self, id: &str, scope: &mut Scope) -> IsolatedNetwork {
        let vpc = scope.resource(
            &format!("{id}Vpc"),
            // Endpoints are found under the services' own names by the VPC's DNS.
            ec2::VPC::new()
                .cidr_block(self.cidr.clone())
                .enable_dns_support(true)
                .enable_dns_hostnames(true)
                .tags([name("vpc")]),
        );
        let routes = scope
            .resource(&format!("{id}Routes"), ec2::RouteTable::new(vpc.reference()).tags([name("private")]));
        let subnets = self.add_subnets(id, &vpc, &routes, scope);
        let (clients, doors) = self.add_groups(id, &vpc, scope);

        let mut endpoints = Vec::new();
        for endpoint in &self.endpoints {
            let grants = endpoint.statements.iter().map(|statement| {
                let own = statement.clone().when("StringEquals", "aws:PrincipalAccount", account());
                (json!("*"), own)
            });
            let resource = ec2::VPCEndpoint::new(vpc.reference())
                .service_name(service_name(&endpoint.service))
                .vpc_endpoint_type("Interface")
                .private_dns_enabled(true)
                .subnet_ids(subnets.iter().map(Handle::reference).collect::<Vec<_>>())
                .security_group_ids([doors.attribute("GroupId")])
                .policy_document(resource_policy(grants))
                .tags([name(&endpoint.service)]);
            endpoints.push(scope.resource(&format!("{id}{}Endpoint", endpoint.name()), resource));
        }
        let s3 = (!self.objects.is_empty()).then(|| {
            // Layers are fetched by links that ECR signs, so the caller is not of this account.
            let grants = self.objects.iter().map(|statement| (json!("*"), statement.clone()));
            let resource = ec2::VPCEndpoint::new(vpc.reference())
                .service_name(service_name("s3"))
                .vpc_endpoint_type("Gateway")
                .route_table_ids([routes.reference()])
                .policy_document(resource_policy(grants))
                .tags([name("s3")]);
            scope.resource(&format!("{id}S3Endpoint"), resource)
        });
        let flow_logs = self.add_flow_logs(id, &vpc, scope);
        IsolatedNetwork { vpc, subnets, routes, clients, doors, endpoints, s3, flow_logs }
    }
}

impl PrivateNetwork {
    fn add_subnets(
        &self,
        id: &str,
        vpc: &Handle<ec2::VPC>,
        routes: &Handle<ec2::RouteTable>,
        scope: &mut Scope,
    ) -> Vec<Handle<ec2::Subnet>> {
        // Blocks of 256 addresses each: the VPC's own block, which `Fn::Cidr` takes as it was attached.
        let blocks = Reference::cidr(&vpc.attribute("CidrBlock"), self.subnets, 8);
        let mut subnets = Vec::new();
        for index in 0..self.subnets {
            let subnet = scope.resource(
                &format!("{id}Subnet{}", index + 1),
                ec2::Subnet::new(vpc.reference())
                    .cidr_block(Reference::select(index, &blocks))
                    .availability_zone(Reference::select(index, &Reference::availability_zones()))
                    .map_public_ip_on_launch(false)
                    .tags([name(&format!("private-{}", index + 1))]),
            );
            scope.resource(
                &format!("{id}Subnet{}Routes", index + 1),
                ec2::SubnetRouteTableAssociation::new(routes.reference(), subnet.reference()),
            );
            subnets.push(subnet);
        }
        subnets
    }

    /// The security groups of what runs in the network, and of the endpoints.
    fn add_groups(
        &self,
        id: &str,
        vpc: &Handle<ec2::VPC>,
        scope: &mut Scope,
    ) -> (Handle<ec2::SecurityGroup>, Handle<ec2::SecurityGroup>) {
        // A group without rules for the way out gets one that lets everything out: this one leads nowhere.
        let nowhere = Egress::new("-1").cidr_ip("127.0.0.1/32").description("Calls nobody");
        let doors = scope.resource(
            &format!("{id}Endpoints"),
            ec2::SecurityGroup::new("The endpoints of AWS services")
                .vpc_id(vpc.reference())
                .security_group_egress([nowhere])
                .tags([name("endpoints")]),
        );
        let https = || Egress::new("tcp").from_port(443).to_port(443);
        let mut ways = vec![
            https()
                .destination_security_group_id(doors.attribute("GroupId"))
                .description("The endpoints of AWS services"),
        ];
        if let Some(list) = &self.prefix_list {
            ways.push(
                https().destination_prefix_list_id(list.clone()).description("S3, through its gateway"),
            );
        }
        let clients = scope.resource(
            &format!("{id}Clients"),
            ec2::SecurityGroup::new("Calls the endpoints of AWS services, and is never called")
                .vpc_id(vpc.reference())
                .security_group_egress(ways)
                .tags([name("clients")]),
        );
        // On its own, since the groups name each other.
        scope.resource(
            &format!("{id}EndpointsFromClients"),
            ec2::SecurityGroupIngress::new("tcp")
                .group_id(doors.attribute("GroupId"))
                .source_security_group_id(clients.attribute("GroupId"))
                .from_port(443)
                .to_port(443)
                .description("What runs in the network"),
        );
        (clients, doors)
    }

    /// The log of what flows, accepted and rejected.
    ///
    /// Checked against <https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html>; the group is there
    /// already, so none has to be made or looked for.
    fn add_flow_logs(&self, id: &str, vpc: &Handle<ec2::VPC>, scope: &mut Scope) -> Handle<logs::LogGroup> {
        let mut group = logs::LogGroup::new()
            .log_group_name(sub("/aws/vpc/{}-{}", [stack_name().into(), Piece::from(id)]))
            .retention_in_days(i64::from(self.retention));
        if let Some(key) = &self.log_key {
            group = group.kms_key_id(key);
        }
        let group = scope.resource(&format!("{id}FlowLogs"), group);
        let role = ServiceRole::new("vpc-flow-logs.amazonaws.com")
            .on_behalf_of(arn("ec2", "vpc-flow-log/*", [""; 0]))
            .allow(
                Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"])
                    .on(group.attribute("Arn"))
                    .because("logs what flows in the network"),
            )
            .add(&format!("{id}FlowLogsRole"), scope);
        scope.resource(
            &format!("{id}FlowLog"),
            ec2::FlowLog::new(vpc.reference(), "VPC")
                .deliver_logs_permission_arn(role.attribute("Arn"))
                .log_destination_type("cloud-watch-logs")
                .log_group_name(group.reference())
                .traffic_type("ALL")
                .tags([name("flow-log")]),
        );
        group
    }
}
