/**
 * What botocore's models lack and AWS's wire has: S3's response root names and
 * SQS's error codes of the query protocol. Facts read from the schemas inside
 * `@aws-sdk/client-s3` and `@aws-sdk/client-sqs`.
 */
export interface ShapeOverlay {
  xmlName?: string;
  queryError?: readonly [code: string, status: number];
  status?: number;
}

function queryErrors(prefix: string, entries: Record<string, string | readonly [string, number]>) {
  const overlay: Record<string, ShapeOverlay> = {};
  for (const [shape, entry] of Object.entries(entries)) {
    const [code, status] = typeof entry === 'string' ? ([entry, 400] as const) : entry;
    overlay[shape] = { queryError: [code.replace(/^~/, prefix), status], status };
  }
  return overlay;
}

function xmlNames(entries: Record<string, string>): Record<string, ShapeOverlay> {
  return Object.fromEntries(Object.entries(entries).map(([shape, xmlName]) => [shape, { xmlName }]));
}

function statuses(entries: Record<number, string[]>): Record<string, ShapeOverlay> {
  const overlay: Record<string, ShapeOverlay> = {};
  for (const [status, shapes] of Object.entries(entries)) {
    for (const shape of shapes) overlay[shape] = { status: Number(status) };
  }
  return overlay;
}

/** Statuses of success that botocore's models leave out; from the examples in the API reference. */
export const operationStatuses: Record<string, Record<string, number>> = {
  s3: {
    PutBucketAnalyticsConfiguration: 204,
    PutBucketInventoryConfiguration: 204,
    PutBucketMetricsConfiguration: 204,
    PutBucketPolicy: 204,
    PutBucketTagging: 204,
  },
};

export const overlays: Record<string, Record<string, ShapeOverlay>> = {
  sqs: queryErrors('AWS.SimpleQueueService.', {
    BatchEntryIdsNotDistinct: '~BatchEntryIdsNotDistinct',
    BatchRequestTooLong: '~BatchRequestTooLong',
    EmptyBatchRequest: '~EmptyBatchRequest',
    InvalidAddress: ['InvalidAddress', 404],
    InvalidBatchEntryId: '~InvalidBatchEntryId',
    InvalidSecurity: ['InvalidSecurity', 403],
    KmsAccessDenied: 'KMS.AccessDeniedException',
    KmsDisabled: 'KMS.DisabledException',
    KmsInvalidKeyUsage: 'KMS.InvalidKeyUsageException',
    KmsInvalidState: 'KMS.InvalidStateException',
    KmsNotFound: 'KMS.NotFoundException',
    KmsOptInRequired: ['KMS.OptInRequired', 403],
    KmsThrottled: 'KMS.ThrottlingException',
    MessageNotInflight: '~MessageNotInflight',
    OverLimit: ['OverLimit', 403],
    PurgeQueueInProgress: ['~PurgeQueueInProgress', 403],
    QueueDeletedRecently: '~QueueDeletedRecently',
    QueueDoesNotExist: '~NonExistentQueue',
    QueueNameExists: 'QueueAlreadyExists',
    ReceiptHandleIsInvalid: ['ReceiptHandleIsInvalid', 404],
    RequestThrottled: ['RequestThrottled', 403],
    ResourceNotFoundException: ['ResourceNotFoundException', 404],
    TooManyEntriesInBatchRequest: '~TooManyEntriesInBatchRequest',
    UnsupportedOperation: '~UnsupportedOperation',
  }),
  s3: {
    ...xmlNames({
      CompleteMultipartUploadOutput: 'CompleteMultipartUploadResult',
      CreateMultipartUploadOutput: 'InitiateMultipartUploadResult',
      CreateSessionOutput: 'CreateSessionResult',
      DeleteObjectsOutput: 'DeleteResult',
      GetBucketAccelerateConfigurationOutput: 'AccelerateConfiguration',
      GetBucketAclOutput: 'AccessControlPolicy',
      GetBucketCorsOutput: 'CORSConfiguration',
      GetBucketLifecycleConfigurationOutput: 'LifecycleConfiguration',
      GetBucketLocationOutput: 'LocationConstraint',
      GetBucketLoggingOutput: 'BucketLoggingStatus',
      GetBucketRequestPaymentOutput: 'RequestPaymentConfiguration',
      GetBucketTaggingOutput: 'Tagging',
      GetBucketVersioningOutput: 'VersioningConfiguration',
      GetBucketWebsiteOutput: 'WebsiteConfiguration',
      GetObjectAclOutput: 'AccessControlPolicy',
      GetObjectAttributesOutput: 'GetObjectAttributesResponse',
      GetObjectTaggingOutput: 'Tagging',
      ListBucketAnalyticsConfigurationsOutput: 'ListBucketAnalyticsConfigurationResult',
      ListBucketInventoryConfigurationsOutput: 'ListInventoryConfigurationsResult',
      ListBucketMetricsConfigurationsOutput: 'ListMetricsConfigurationsResult',
      ListBucketsOutput: 'ListAllMyBucketsResult',
      ListDirectoryBucketsOutput: 'ListAllMyDirectoryBucketsResult',
      ListMultipartUploadsOutput: 'ListMultipartUploadsResult',
      ListObjectVersionsOutput: 'ListVersionsResult',
      ListObjectsOutput: 'ListBucketResult',
      ListObjectsV2Output: 'ListBucketResult',
      ListPartsOutput: 'ListPartsResult',
    }),
    ...statuses({
      400: [
        'AnnotationLimitExceeded',
        'AnnotationNameTooLong',
        'EncryptionTypeMismatch',
        'IdempotencyParameterMismatch',
        'InvalidAnnotationName',
        'InvalidPrefix',
        'InvalidRequest',
        'InvalidWriteOffset',
        'TooManyParts',
      ],
      403: ['AccessDenied', 'InvalidObjectState', 'ObjectAlreadyInActiveTierError', 'ObjectNotInActiveTierError'],
      404: ['NoSuchAnnotation', 'NoSuchBucket', 'NoSuchKey', 'NoSuchUpload'],
      409: ['BucketAlreadyExists', 'BucketAlreadyOwnedByYou'],
      415: ['UnsupportedMediaType'],
    }),
  },
};
