//! ARNs that hold in every partition, account and region.

use crate::reference::{Piece, Pieces, Reference, account, partition, region};

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` of this account and region.
///
/// `resource` is a pattern as for [`sub`](crate::reference::sub): `{}` stands for the next value.
///
/// ```
/// use stepwright::iam::arn;
///
/// let rule = arn("events", "rule/StepFunctionsGetEventsForECSTaskRule", [""; 0]);
/// assert_eq!(
///     rule.to_json()["Fn::Sub"],
///     "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForECSTaskRule"
/// );
/// ```
pub fn arn<P: Into<Piece>>(service: &str, resource: &str, values: impl IntoIterator<Item = P>) -> Reference {
    build(service, Some(region().into()), Some(account().into()), resource, values)
}

/// `arn:PARTITION:SERVICE:*:ACCOUNT:RESOURCE`: this account, in any region.
pub fn any_region_arn<P: Into<Piece>>(
    service: &str,
    resource: &str,
    values: impl IntoIterator<Item = P>,
) -> Reference {
    build(service, Some("*".into()), Some(account().into()), resource, values)
}

/// `arn:PARTITION:SERVICE:::RESOURCE`: for services whose ARNs have neither region nor account, such as S3.
pub fn global_arn<P: Into<Piece>>(
    service: &str,
    resource: &str,
    values: impl IntoIterator<Item = P>,
) -> Reference {
    build(service, None, None, resource, values)
}

fn build<P: Into<Piece>>(
    service: &str,
    region: Option<Piece>,
    account: Option<Piece>,
    resource: &str,
    values: impl IntoIterator<Item = P>,
) -> Reference {
    let mut pieces = Pieces::with_room();
    pieces.text("arn:");
    pieces.piece(partition().into());
    pieces.text(":");
    pieces.text(service);
    for place in [region, account] {
        pieces.text(":");
        if let Some(place) = place {
            pieces.piece(place);
        }
    }
    pieces.text(":");
    pieces.pattern(resource, values);
    pieces.finish()
}

/// Stands for the machine whose role a statement belongs to, until that is known.
const OWN_MACHINE: &str = "Stepwright::OwnMachine";

/// The ARN of the machine whose role a statement belongs to.
pub fn own_machine() -> Reference {
    Reference::to(OWN_MACHINE)
}

/// The ARNs of that machine's executions; `rest` is what follows its name: `:*`, or `/*:*` for those of its
/// distributed Maps.
pub fn own_executions(rest: &str) -> Reference {
    let name = Piece::Reference(Reference::attribute(OWN_MACHINE, "Name"));
    arn("states", "execution:{}{}", [name, Piece::from(rest)])
}

/// The same reference, with the machine's logical id in its place.
pub(crate) fn of_machine(reference: &Reference, id: &str) -> Reference {
    match reference {
        Reference::Ref(name) if &**name == OWN_MACHINE => Reference::to(id),
        Reference::Attribute(name, attribute) if &**name == OWN_MACHINE => {
            Reference::Attribute(id.into(), attribute.clone())
        }
        Reference::Text(pieces) => Reference::Text(
            pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Reference(inner) => Piece::Reference(of_machine(inner, id)),
                    text => text.clone(),
                })
                .collect(),
        ),
        Reference::AtRunTime(pattern) => Reference::AtRunTime(of_machine(pattern, id).into()),
        other => other.clone(),
    }
}
