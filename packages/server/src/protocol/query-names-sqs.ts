import type { ListShape, MapShape, Member, OperationModel, ServiceModel, Shape, StructureShape } from './model.ts';
import type { WireRequest } from './wire.ts';

/**
 * The names of SQS's query protocol, which its model lost when it moved to JSON.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

/** Wire names of flattened members, by the name of the list or map they hold. */
const FLATTENED_NAMES: Readonly<Record<string, string>> = {
  AWSAccountIdList: 'AWSAccountId',
  ActionNameList: 'ActionName',
  AttributeNameList: 'AttributeName',
  BatchResultErrorEntryList: 'BatchResultErrorEntry',
  BinaryList: 'BinaryListValue',
  ChangeMessageVisibilityBatchRequestEntryList: 'ChangeMessageVisibilityBatchRequestEntry',
  ChangeMessageVisibilityBatchResultEntryList: 'ChangeMessageVisibilityBatchResultEntry',
  DeleteMessageBatchRequestEntryList: 'DeleteMessageBatchRequestEntry',
  DeleteMessageBatchResultEntryList: 'DeleteMessageBatchResultEntry',
  ListMessageMoveTasksResultEntryList: 'ListMessageMoveTasksResultEntry',
  MessageAttributeNameList: 'MessageAttributeName',
  MessageBodyAttributeMap: 'MessageAttribute',
  MessageBodySystemAttributeMap: 'MessageSystemAttribute',
  MessageList: 'Message',
  MessageSystemAttributeList: 'MessageSystemAttributeName',
  MessageSystemAttributeMap: 'Attribute',
  QueueAttributeMap: 'Attribute',
  QueueUrlList: 'QueueUrl',
  SendMessageBatchRequestEntryList: 'SendMessageBatchRequestEntry',
  SendMessageBatchResultEntryList: 'SendMessageBatchResultEntry',
  StringList: 'StringListValue',
  TagKeyList: 'TagKey',
  TagMap: 'Tag',
};

/** SQS's model with the names and wrappers of its query protocol. */
export function withQueryNames(service: ServiceModel): ServiceModel {
  const operations: Record<string, OperationModel> = {};
  for (const [name, operation] of Object.entries(service.operations)) {
    operations[name] = operation.output === undefined ? operation : { ...operation, resultWrapper: `${name}Result` };
  }
  const shapes = service.shapes.map((shape) => namedShape(service, shape));
  return { ...service, xmlNamespace: NAMESPACE, operations, shapes };
}

function namedShape(service: ServiceModel, shape: Shape): Shape {
  if (shape.type === 'map') {
    const [key, value] = shape.name === 'TagMap' ? ['Key', 'Value'] : ['Name', 'Value'];
    return { ...shape, key: { ...shape.key, name: key }, value: { ...shape.value, name: value } };
  }
  if (shape.type !== 'structure') return shape;
  const members: StructureShape['members'] = {};
  for (const [name, member] of Object.entries(shape.members)) members[name] = namedMember(service, member);
  return { ...shape, members };
}

function namedMember(service: ServiceModel, member: Member): Member {
  const shape = service.shapes[member.shape] as ListShape | MapShape;
  const name = shape.type === 'list' || shape.type === 'map' ? FLATTENED_NAMES[shape.name] : undefined;
  return name === undefined ? member : { ...member, name, flattened: true };
}

/** Requests may be sent to the queue's own URL, which then stands for the parameter `QueueUrl`. */
export function queueUrlOf(request: WireRequest): string | undefined {
  if (!/^\/(?:queue\/)?(?:[\w-]+\/)?\d{12}\/[\w.-]+\/?$/.test(request.path)) return undefined;
  return `http://${request.headers.host ?? 'localhost'}${request.path.replace(/\/$/, '')}`;
}
