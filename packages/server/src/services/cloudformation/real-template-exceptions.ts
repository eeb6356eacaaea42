/**
 * Of the real templates, those that do not come to CREATE_COMPLETE: why, and what must be said. A name without an
 * extension stands for the template in JSON and in YAML.
 */
export const realTemplateExceptions: readonly [reason: string, message: RegExp, names: readonly string[]][] = [
  [
    'input for the tool Rain, with tags of its own that `rain pkg` replaces',
    /Fn::Rain::|Every Type member must be a string|expected type: String, found: JSONObject/,
    [
      'APIGateway/apigateway_lambda_integration',
      'CloudFormation/CustomResources/getfromjson/src/getfromjson',
      'CloudFormation/MacrosExamples/PyPlate/python',
      'CloudFormation/StackSets/common-resources',
      'CloudFormation/StackSets/log-setup-management',
      'RainModules/api-resource',
      'Solutions/GitLab/GitLabServer.yaml',
      'Solutions/GitLabAndVSCode/GitLabAndVSCode.yaml',
      'Solutions/VSCode/VSCodeServer.yaml',
    ],
  ],
  [
    'written by a converter that made `!GetAZs ""` of YAML into `"Fn::GetAZs": null`',
    /Fn::GetAZs\] 'null' values are not allowed in templates/,
    [
      'AutoScaling/AutoScalingScheduledAction.json',
      'ElasticLoadBalancing/ELBWithLockedDownAutoScaledInstances.json',
      'Solutions/CloudFormationEndpointSignals/cfn-endpoint-creationpolicy-no-igw.json',
      'Solutions/CloudFormationEndpointSignals/cfn-endpoint-creationpolicy.json',
      'Solutions/CloudFormationEndpointSignals/cfn-endpoint-waitcondition-no-igw.json',
      'Solutions/GitLab/GitLabServer.json',
      'Solutions/GitLabAndVSCode/GitLabAndVSCode.json',
      'Solutions/Gitea/Gitea-pkg.json',
      'Solutions/VSCode/VSCodeServer.json',
      'VPC/VPC_With_Managed_NAT_And_Private_Subnet.json',
    ],
  ],
  [
    'written by a converter that took `Fn::ValueOf` out of the rule',
    /Rule SubnetsInVPC failed: All subnets must in the VPC/,
    [
      'AWSSupplyChain/SapPrivateLink/SapPrivateLink.json',
      'AWSSupplyChain/SapPrivateLink/SapPrivateLinkNoHostedZone.json',
    ],
  ],
  [
    'the macro that they use is not deployed',
    /No transform named \w+ found\./,
    [
      'CloudFormation/MacrosExamples/DateFunctions/date_example',
      'CloudFormation/MacrosExamples/DatetimeNow/datetimenow_example',
      'CloudFormation/MacrosExamples/ExecutionRoleBuilder/example',
      'CloudFormation/MacrosExamples/Explode/test',
      'CloudFormation/MacrosExamples/S3Objects/example',
      'CloudFormation/MacrosExamples/StringFunctions/string_example',
    ],
  ],
  [
    'the code of their functions is yet to be uploaded by `aws cloudformation package`',
    /'CodeUri' is not a valid S3 Uri of the form/,
    [
      'CloudFormation/CustomResources/getfromjson/src/template',
      'CloudFormation/MacrosExamples/Count/template',
      'CloudFormation/MacrosExamples/ExecutionRoleBuilder/macro',
      'CloudFormation/MacrosExamples/StackMetrics/macro',
    ],
  ],
  [
    'they import from stacks that are not there',
    /No export named [\w:-]+ found\./,
    [
      'CloudFormation/CustomResources/getfromjson/example-templates/getfromjson-consumer',
      'ECS/EC2LaunchType/services/public-service',
      'ECS/FargateLaunchType/services/private-subnet-private-service',
      'ECS/FargateLaunchType/services/private-subnet-public-service',
      'Solutions/CodeBuildAndCodePipeline/cloudformation-codepipeline-template',
    ],
  ],
  [
    'the names of buckets that they are given, or that they make up, are of none that exists',
    /The specified bucket does not exist|Destination bucket must exist\./,
    [
      'S3/compliant-static-website',
      'Solutions/S3CrossAccountReplicationWithKMS/templates/source',
      'Solutions/VPCPeering/templates/VPCPeering-Accepter.main.cfn',
      'Solutions/VPCPeering/templates/VPCPeering-Requester.main.cfn',
    ],
  ],
  [
    'they name a role that may not be there yet, without saying that they depend on it',
    /The role with name DemoEC2SSMRole cannot be found\./,
    ['Solutions/EC2DomainJoin/EC2-Domain-Join'],
  ],
  [
    'two statements of their policy have the same id',
    /Statement IDs \(SID\) in a single policy must be unique\./,
    ['S3/s3-bucket-and-policy-for-caa-v1'],
  ],
  [
    'with its default parameters the security group is left out that a function uses',
    /Unresolved resource dependencies \[ADConnectorDomainMembersSG\] in the Resources block/,
    ['Solutions/ADConnector/templates/ADCONNECTOR.cfn'],
  ],
  [
    'the account has no organization',
    /You must enable organizations access to operate a service managed stack set/,
    ['CloudFormation/StackSets/templates/log-setup-management'],
  ],
  [
    'nobody signals: their instances are recorded, and run nothing',
    /WaitCondition timed out\. Received 0 conditions/,
    [
      'EC2/ec2_with_waitcondition_template',
      'Solutions/CloudFormationEndpointSignals/cfn-endpoint-waitcondition-no-igw.yaml',
    ],
  ],
  [
    'their custom resources or notifications are answered by functions, which do not run here yet',
    /functions do not run here yet|Notification of Lambda functions is not implemented/,
    [
      'AWSSupplyChain/SapPrivateLink/SapPrivateLink.yaml',
      'AWSSupplyChain/SapPrivateLink/SapPrivateLinkNoHostedZone.yaml',
      'S3/S3_LambdaTrigger',
      'Solutions/DirectoryServiceSettings/templates/DIRECTORY_SETTINGS.cfn',
    ],
  ],
  [
    'their secrets are in Secrets Manager, which is not here yet',
    /Could not resolve the secret .* not implemented in this version/,
    [
      'DirectoryService/DirectoryServiceSimpleAD',
      'RDS/RDS_MySQL_With_Read_Replica',
      'RDS/RDS_PIOPS',
      'Solutions/ManagedAD/templates/MANAGEDAD.cfn',
    ],
  ],
  [
    'a recorded network interface has one made-up address, whatever number it is asked for',
    /Fn::Select cannot select nonexistent value at index 1/,
    ['EC2/SingleENIwithMultipleEIPs'],
  ],
];
