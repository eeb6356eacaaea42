import type { PolicyTemplate } from './policy-templates.ts';

/** Policy templates for analysis, operations and all other services. */
export const ANALYSIS_AND_OPERATIONS_TEMPLATES: Record<string, PolicyTemplate> = {
  AMIDescribePolicy: [{ on: '*', allow: 'ec2:DescribeImages' }],
  AcmGetCertificatePolicy: [{ on: '{certificateArn}', allow: 'acm:GetCertificate' }],
  AthenaQueryPolicy: [
    {
      on: '*',
      allow: `
      athena:ListWorkGroups,GetExecutionEngine,GetExecutionEngines,GetNamespace,GetCatalogs,GetNamespaces,
      GetTables,GetTable`,
    },
    {
      on: 'athena:workgroup/{workgroupName=WorkGroupName}',
      allow: `
      athena:StartQueryExecution,GetQueryResults,DeleteNamedQuery,GetNamedQuery,ListQueryExecutions,
      StopQueryExecution,GetQueryResultsStream,ListNamedQueries,CreateNamedQuery,GetQueryExecution,
      BatchGetNamedQuery,BatchGetQueryExecution,GetWorkGroup`,
    },
  ],
  CloudFormationDescribeStacksPolicy: [{ on: 'cloudformation:stack/*', allow: 'cloudformation:DescribeStacks' }],
  ComprehendBasicAccessPolicy: [
    {
      on: '*',
      allow: `
      comprehend:BatchDetectKeyPhrases,DetectDominantLanguage,DetectEntities,BatchDetectEntities,
      DetectKeyPhrases,DetectSentiment,BatchDetectDominantLanguage,BatchDetectSentiment`,
    },
  ],
  CostExplorerReadOnlyPolicy: [
    {
      on: '*',
      allow: `
      ce:GetCostAndUsage,GetDimensionValues,GetReservationCoverage,GetReservationPurchaseRecommendation,
      GetReservationUtilization,GetTags`,
    },
  ],
  EC2CopyImagePolicy: [{ on: 'ec2:image/{imageId}', allow: 'ec2:CopyImage' }],
  EC2DescribePolicy: [{ on: '*', allow: 'ec2:DescribeRegions,DescribeInstances' }],
  EKSDescribePolicy: [{ on: '*', allow: 'eks:DescribeCluster,ListClusters' }],
  EcsRunTaskPolicy: [{ on: 'ecs:task-definition/{taskDefinition}', allow: 'ecs:RunTask' }],
  ElasticMapReduceAddJobFlowStepsPolicy: [
    { on: 'elasticmapreduce:cluster/{clusterId}', allow: '=elasticmapreduce:AddJobFlowSteps' },
  ],
  ElasticMapReduceCancelStepsPolicy: [
    { on: 'elasticmapreduce:cluster/{clusterId}', allow: '=elasticmapreduce:CancelSteps' },
  ],
  ElasticMapReduceModifyInstanceFleetPolicy: [
    { on: 'elasticmapreduce:cluster/{clusterId}', allow: 'elasticmapreduce:ModifyInstanceFleet,ListInstanceFleets' },
  ],
  ElasticMapReduceModifyInstanceGroupsPolicy: [
    { on: 'elasticmapreduce:cluster/{clusterId}', allow: 'elasticmapreduce:ModifyInstanceGroups,ListInstanceGroups' },
  ],
  ElasticMapReduceSetTerminationProtectionPolicy: [
    { on: 'elasticmapreduce:cluster/{clusterId}', allow: '=elasticmapreduce:SetTerminationProtection' },
  ],
  ElasticMapReduceTerminateJobFlowsPolicy: [
    { on: 'elasticmapreduce:cluster/{clusterId}', allow: '=elasticmapreduce:TerminateJobFlows' },
  ],
  MobileAnalyticsWriteOnlyAccessPolicy: [{ on: '*', allow: 'mobileanalytics:PutEvents' }],
  OrganizationsListAccountsPolicy: [{ on: '*', allow: 'organizations:ListAccounts' }],
  PinpointEndpointAccessPolicy: [
    {
      on: 'mobiletargeting:apps/{pinpointApplicationId}/endpoints/*',
      allow: 'mobiletargeting:GetEndpoint,UpdateEndpoint,UpdateEndpointsBatch',
    },
  ],
  PollyFullAccessPolicy: [
    { on: ['polly:lexicon/{lexiconName}'], allow: 'polly:GetLexicon,DeleteLexicon' },
    { on: ['polly:lexicon/*'], allow: 'polly:DescribeVoices,ListLexicons,PutLexicon,SynthesizeSpeech' },
  ],
  RekognitionDetectOnlyPolicy: [
    { on: '*', allow: 'rekognition:DetectFaces,DetectLabels,DetectModerationLabels,DetectText' },
  ],
  RekognitionFacesManagementPolicy: [
    {
      on: 'rekognition:collection/{collectionId}',
      allow: 'rekognition:IndexFaces,DeleteFaces,SearchFaces,SearchFacesByImage,ListFaces',
    },
  ],
  RekognitionFacesPolicy: [{ on: '*', allow: 'rekognition:CompareFaces,DetectFaces' }],
  RekognitionLabelsPolicy: [{ on: '*', allow: 'rekognition:DetectLabels,DetectModerationLabels' }],
  RekognitionNoDataAccessPolicy: [
    {
      on: 'rekognition:collection/{collectionId}',
      allow: 'rekognition:CompareFaces,DetectFaces,DetectLabels,DetectModerationLabels',
    },
  ],
  RekognitionReadPolicy: [
    {
      on: 'rekognition:collection/{collectionId}',
      allow: 'rekognition:ListCollections,ListFaces,SearchFaces,SearchFacesByImage',
    },
  ],
  RekognitionWriteOnlyAccessPolicy: [
    { on: 'rekognition:collection/{collectionId}', allow: 'rekognition:CreateCollection,IndexFaces' },
  ],
  Route53ChangeResourceRecordSetsPolicy: [
    { on: '@route53:::hostedzone/{HostedZoneId=HostedZoneId}', allow: 'route53:ChangeResourceRecordSets' },
  ],
  SageMakerCreateEndpointConfigPolicy: [
    { on: 'sagemaker:endpoint-config/{endpointConfigName}', allow: 'sagemaker:CreateEndpointConfig' },
  ],
  SageMakerCreateEndpointPolicy: [{ on: 'sagemaker:endpoint/{endpointName}', allow: 'sagemaker:CreateEndpoint' }],
  ServerlessRepoReadWriteAccessPolicy: [
    {
      on: ['serverlessrepo:applications/*'],
      allow: `
      serverlessrepo:CreateApplication,CreateApplicationVersion,UpdateApplication,GetApplication,
      ListApplications,ListApplicationVersions,ListApplicationDependencies`,
    },
  ],
  TextractDetectAnalyzePolicy: [
    {
      on: '*',
      allow: `
      textract:DetectDocumentText,StartDocumentTextDetection,StartDocumentAnalysis,AnalyzeDocument`,
    },
  ],
  TextractGetResultPolicy: [{ on: '*', allow: 'textract:GetDocumentTextDetection,GetDocumentAnalysis' }],
  TextractPolicy: [{ on: '*', allow: 'textract:*' }],
  VPCAccessPolicy: [
    {
      on: '*',
      allow: `
      ec2:CreateNetworkInterface,DeleteNetworkInterface,DescribeNetworkInterfaces,DetachNetworkInterface`,
    },
  ],
};
