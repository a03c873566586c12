//! A network whose subnets reach the internet.

use crate::reference::{Handle, Property, Reference};
use crate::template::scope::{Part, Scope};
use crate::template::{Tag, ec2};

/// A VPC with public subnets in different availability zones, an internet gateway and the routes to it.
///
/// Nothing in it costs anything by standing there: there is no NAT gateway, so tasks need a public address to reach
/// the internet.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16"));
/// assert_eq!(network.subnets.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct PublicNetwork {
    cidr: Property<String>,
    subnets: u32,
}

/// What [`PublicNetwork`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("jobs");
/// let network = stack.add("Network", PublicNetwork::new("10.0.0.0/16").subnets(3));
/// let ids = Ids::from(&network);
/// # let _ = ids;
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    /// The VPC.
    pub vpc: Handle<ec2::VPC>,
    /// Its subnets.
    pub subnets: Vec<Handle<ec2::Subnet>>,
    /// The route table of the subnets.
    pub routes: Handle<ec2::RouteTable>,
    /// The way to the internet.
    pub gateway: Handle<ec2::InternetGateway>,
}

impl PublicNetwork {
    /// Over this address block, `10.0.0.0/16` say, or a parameter that holds one; it has to be `/24` or wider.
    pub fn new(cidr: impl Into<Property<String>>) -> Self {
        PublicNetwork { cidr: cidr.into(), subnets: 2 }
    }

    /// How many subnets, 1 to 6, each in another availability zone; by default 2.
    pub fn subnets(mut self, count: u32) -> Self {
        self.subnets = count.clamp(1, 6);
        self
    }
}

impl Part for PublicNetwork {
    type Handles = Network;

    fn add(self, id: &str, scope: &mut Scope) -> Network {
        let name = |what: &str| {
            Tag::new(
                "Name",
                crate::reference::sub(
                    "{}-{}",
                    [crate::reference::stack_name().into(), crate::reference::Piece::from(what)],
                ),
            )
        };
        let vpc = scope.resource(
            &format!("{id}Vpc"),
            ec2::VPC::new()
                .cidr_block(self.cidr.clone())
                .enable_dns_support(true)
                .enable_dns_hostnames(true)
                .tags([name("vpc")]),
        );
        let gateway =
            scope.resource(&format!("{id}Gateway"), ec2::InternetGateway::new().tags([name("gateway")]));
        let attachment = scope.resource(
            &format!("{id}Attachment"),
            ec2::VPCGatewayAttachment::new(vpc.reference()).internet_gateway_id(gateway.reference()),
        );
        let routes = scope
            .resource(&format!("{id}Routes"), ec2::RouteTable::new(vpc.reference()).tags([name("public")]));
        let out = scope.resource(
            &format!("{id}RouteOut"),
            ec2::Route::new(routes.reference())
                .destination_cidr_block("0.0.0.0/0")
                .gateway_id(gateway.reference()),
        );
        // A route to a gateway cannot be made before the gateway is attached, and nothing in it says so.
        scope.attributes(out.id()).depends_on(&attachment);
        // Blocks of 256 addresses each: the VPC's own block, which `Fn::Cidr` takes as it was attached.
        let blocks = Reference::cidr(&vpc.attribute("CidrBlock"), self.subnets, 8);
        let mut subnets = Vec::new();
        for index in 0..self.subnets {
            let subnet = scope.resource(
                &format!("{id}Subnet{}", index + 1),
                ec2::Subnet::new(vpc.reference())
                    .cidr_block(Reference::select(index, &blocks))
                    .availability_zone(Reference::select(index, &Reference::availability_zones()))
                    .tags([name(&format!("public-{}", index + 1))]),
            );
            scope.resource(
                &format!("{id}Subnet{}Routes", index + 1),
                ec2::SubnetRouteTableAssociation::new(routes.reference(), subnet.reference()),
            );
            subnets.push(subnet);
        }
        Network { vpc, subnets, routes, gateway }
    }
}
