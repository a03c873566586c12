//! EKS: clusters, what they run on, and calls of their Kubernetes API.

use super::{Examples, existing};
use stepwright::prelude::*;

/// Adds the machine, and the roles of clusters, nodes and pods.
pub fn add(stack: &mut Stack, network: &Network, cluster: &Handle<Parameter>) {
    let endpoint = existing(
        stack,
        "EksClusterEndpoint",
        "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
        "Where the Kubernetes API of the EKS cluster answers",
    );
    let authority = existing(
        stack,
        "EksClusterCertificateAuthority",
        "LS0tLS1CRUdJTi==",
        "The certificate authority of the EKS cluster, in Base64",
    );
    let managed = |name: &str| sub(&format!("arn:{{}}:iam::aws:policy/{name}"), [partition()]);
    let cluster_role = stack.add(
        "EksClusterRole",
        ServiceRole::new("eks.amazonaws.com").managed_policy(managed("AmazonEKSClusterPolicy")),
    );
    let node_role = stack.add(
        "EksNodeRole",
        ServiceRole::new("ec2.amazonaws.com")
            .without_source()
            .managed_policy(managed("AmazonEKSWorkerNodePolicy"))
            .managed_policy(managed("AmazonEC2ContainerRegistryPullOnly"))
            .managed_policy(managed("AmazonEKS_CNI_Policy")),
    );
    let pod_role = stack.add(
        "EksPodRole",
        ServiceRole::new("eks-fargate-pods.amazonaws.com")
            .on_behalf_of(arn("eks", "fargateprofile/{}/*", [cluster.reference()]))
            .managed_policy(managed("AmazonEKSFargatePodExecutionRolePolicy")),
    );

    let call = EksCall::new(cluster, HttpMethod::Get, "/api/v1/namespaces/default/pods")
        .endpoint(&endpoint)
        .certificate_authority(&authority)
        .state("Call a EKS Endpoint");
    let job = EksRunJob::new(
        cluster,
        payload!({
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": { "name": path("$.name") },
            "spec": {
                "backoffLimit": 0,
                "template": { "spec": {
                    "containers": [{
                        "name": "hello",
                        "image": "public.ecr.aws/docker/library/alpine:3",
                        "command": ["echo", "hello"]
                    }],
                    "restartPolicy": "Never"
                } }
            }
        }),
    )
    .endpoint(&endpoint)
    .certificate_authority(&authority)
    .retrieve_logs(true)
    .run_job("Run a Kubernetes Job")
    .timeout(hours(1));

    Examples::new()
        .show("eks-call", call)
        .show("eks-run-job", job)
        .show(
            "eks-create-cluster",
            EksCreateCluster::new("gallery", &cluster_role, EksVpcConfig::new(network))
                .run_job("Create an EKS Cluster"),
        )
        .show(
            "eks-create-nodegroup",
            EksCreateNodegroup::new(cluster, "workers", &node_role, network).run_job("Create a Node Group"),
        )
        .show(
            "eks-create-fargate-profile",
            EksCreateFargateProfile::new(cluster, "batch", &pod_role, [EksFargateSelector::new("batch")])
                .run_job("Create a Fargate Profile"),
        )
        .show(
            "eks-delete-fargate-profile",
            EksDeleteFargateProfile::new(cluster, "batch").run_job("Delete a Fargate Profile"),
        )
        .show(
            "eks-delete-nodegroup",
            EksDeleteNodegroup::new(cluster, "workers").run_job("Delete a Node Group"),
        )
        .show("eks-delete-cluster", EksDeleteCluster::new("gallery").run_job("Delete an EKS Cluster"))
        .add(stack, "Eks", "Makes clusters of EKS and clears them away, and runs jobs on them");
}
