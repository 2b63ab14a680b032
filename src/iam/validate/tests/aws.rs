//! What AWS publishes itself.

use super::*;

/// Why policies of AWS's own have errors. Each row: the check, what its message begins with or
/// names, and the reason.
const EXPLAINED: &[(&str, &[&str], &str)] = &[
    (
        "INVALID_SERVICE_IN_ACTION",
        &[
            "builderid",
            "datazonecontrol",
            "deepcomposer",
            "deeplens",
            "deepracer",
            "elastic-inference",
            "iot1click",
            "iotroborunner",
            "mobilehub",
            "sagemaker-groundtruth-synthetic",
            "zocalo",
        ],
        "the service has ended, was renamed or is not public: the service reference has none",
    ),
    ("INVALID_SERVICE", &["deepracer"], "the same, in a condition key"),
    (
        "INVALID_ACTION",
        &[
            "AWS Budget Service",
            "AWS Cloud9",
            "AWS CloudHSM",
            "AWS Organizations",
            "AWS Payments",
            "AWS Security Agent",
            "Amazon MemoryDB",
            "Amazon Q Business Q Apps",
            "Amazon Route 53 Recovery Controls",
        ],
        "actions of the console or of a former API, which the service reference does not have",
    ),
    (
        "INVALID_SERVICE_CONDITION_KEY",
        &["lakeformation:GlueARN"],
        "the service reference has no condition key of that name",
    ),
    (
        "INVALID_ARN_RESOURCE",
        &[
            "\"/aws-glue/*\" is no resource of logs",
            "\"/aws/lambda/AmazonSecurityLake*\" is no resource of logs",
            "\"sqlworkbench!*\" is no resource of secretsmanager",
            "\"opsworks-cm!aws-opsworks-cm-secrets-*\" is no resource of secretsmanager",
            "\"listener/awseb-*\" is no resource of elasticloadbalancing",
            "\"listener/eb-*\" is no resource of elasticloadbalancing",
            "\"iotfleethub*\" is no resource of cloudwatch",
            "\"Canvas*\" is no resource of sagemaker",
            "\"canvas*\" is no resource of sagemaker",
            "\"/templates*\" is no resource of profile",
            "\"\" is no resource of organizations",
            "\"agent-instance*\" is no resource of securityagent",
            "\"credential-provider/*\" is no resource of bedrock-agentcore",
            "\"snapshotcopyconfiguration/*\" is no resource of redshift-serverless",
        ],
        "the ARN lacks the type of the resource, or names one the service does not have",
    ),
    (
        "INVALID_ARN_RESOURCE",
        &[
            "\":*\" is no resource of kms",
            "\":config-rule/*\" is no resource of config",
            "\"/createSimulationApplication\" is no resource of robomaker",
            "\"/domains/amazon-connect-*\" is no resource of profile",
            "\"vpc-endpoint:*\" is no resource of ec2",
            "\"subscription:*\" is no resource of pricingplanmanager",
        ],
        "a colon or a slash too many, or the one for the other",
    ),
    (
        "INVALID_ARN_RESOURCE",
        &[
            "\"statemachine:*sagemaker*\" is no resource of states",
            "\"vpcconnection/*\" is no resource of quicksight",
            "\"connector-profile/*\" is no resource of appflow",
            "\"endpointconfig/*\" is no resource of sagemaker",
        ],
        "spelt otherwise than the service does: stateMachine, vpcConnection, connectorprofile, \
         endpoint-config; resources are case-sensitive",
    ),
    (
        "INVALID_ARN_RESOURCE",
        &["\"stack/ams-detective-controls-"],
        "the ARN of a stack ends in its id, and this pattern has no wildcard for it",
    ),
    (
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        &["does not support the condition key"],
        "requests of the action do not have the key, as the service reference has it",
    ),
];

/// Every error in what AWS publishes is explained, and every explanation is of one.
#[test]
fn errors_in_policies_of_aws_are_explained() {
    let mut met = std::collections::BTreeSet::new();
    for policy in crate::iam::catalog::managed_policies() {
        let tree = Tree::from_json(policy.document).expect("JSON");
        let issues = validate(&tree, Identity).into_iter();
        for issue in issues.filter(|i| i.class == crate::iam::Class::Error) {
            let said = |(code, says, _): &(&str, &[&'static str], &str)| {
                let of = says.iter().find(|text| issue.message.contains(**text));
                of.filter(|_| *code == issue.code).map(|text| (issue.code, *text))
            };
            let why = EXPLAINED.iter().find_map(said);
            let name = policy.name;
            met.insert(why.unwrap_or_else(|| panic!("{name}: {} {}", issue.code, issue.message)));
        }
    }
    let all = EXPLAINED.iter().flat_map(|(code, says, _)| says.iter().map(|text| (*code, *text)));
    let idle: Vec<_> = all.filter(|row| !met.contains(row)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

/// Forms that AWS documents, or that its own policies name, and its service reference lacks.
#[test]
fn unlisted_formats_of_aws_are_arns() {
    let codes = |resource: &str| {
        let json = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"{resource}"}}}}"#
        );
        let issues = validate(&Tree::from_json(&json).expect("JSON"), Identity);
        issues.into_iter().map(|i| i.code).filter(|c| c.contains("ARN")).collect::<Vec<_>>()
    };
    for good in [
        "arn:aws:apigateway:*::/v2/apis/*/routes",
        "arn:aws:apigateway:*::/tags",
        "arn:aws:aps:*:*:/workspaces",
        "arn:aws:autoscaling:*:*:scalingPolicy:*:resource/dynamodb/table/*",
        "arn:aws:autoscaling:*:111122223333:scalingPolicy:*:autoScalingGroupName/g:policyName/p",
        "arn:aws:cloudformation:*:aws:transform/Serverless-2016-10-31",
        "arn:aws:grafana:*:*:/workspaces",
        "arn:aws:waf::111122223333:changetoken/*",
        "arn:aws:resource-explorer-2:*::view/AWSServiceViewForApplicationSignals/service-view",
    ] {
        assert!(codes(good).is_empty(), "{good}: {:?}", codes(good));
    }
    // What AWS's own policies have by mistake stays one.
    assert_eq!(codes("arn:aws:kms:*:111122223333::*"), ["INVALID_ARN_RESOURCE"]);
    assert_eq!(codes("arn:aws:states:*:*:statemachine:*x*"), ["INVALID_ARN_RESOURCE"]);
}
