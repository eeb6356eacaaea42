import { AwsError } from '../platform/errors.ts';
import type { Member, ServiceModel } from './model.ts';
import type { ConstraintKind, Violation } from './violations.ts';

/** How a service answers broken constraints, where it is not AWS's usual way. */
interface ConstraintPolicy {
  /** Code of the usual text. */
  code?: string;
  /** Kinds of constraints that the service itself checks, with its own errors. */
  skipped: readonly ConstraintKind[];
  /** Members of which the service itself checks all but that they are there. */
  leaves?: (name: string, member: Member) => boolean;
  /** The answer to a parameter that is missing. */
  missing?: (parameter: string, text: string) => [code: string, message: string];
  /** The answer to a parameter that is wrong. */
  invalid?: (violation: Violation) => [code: string, message: string];
  /** Errors are named after the parameter: RepositoryNameRequiredException, InvalidRepositoryNameException. */
  namesParameters?: true;
}

const usual: ConstraintPolicy = { skipped: [] };

/** Members of S3's documents whose words have errors of their own, or more spellings than the model knows. */
const s3Words: ReadonlySet<string> = new Set(['Events', 'LocationConstraint', 'Name']);

function malformedXml(text: string): [code: string, message: string] {
  const code = text.includes("at 'accessControlPolicy.") ? 'MalformedACLError' : 'MalformedXML';
  return [code, 'The XML you provided was not well-formed or did not validate against our published schema'];
}

function missingInS3(parameter: string): [code: string, message: string] {
  if (parameter === 'Policy') {
    return ['MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'"];
  }
  // The others are headers or arguments of the query.
  return /Configuration$|^(AbacStatus|BucketLoggingStatus|Delete|OwnershipControls|Tagging)$/.test(parameter)
    ? ['MissingRequestBodyError', 'Request Body is empty']
    : ['InvalidRequest', `Missing required parameter: ${parameter}`];
}

const policies: Readonly<Record<string, ConstraintPolicy>> = {
  apigateway: { code: 'BadRequestException', skipped: [] },
  apigatewayv2: { code: 'BadRequestException', skipped: [] },
  cloudwatch: {
    code: 'InvalidParameterValue',
    skipped: [],
    missing: (parameter) => ['MissingParameter', `The parameter ${parameter} is required.`],
  },
  codebuild: { code: 'InvalidInputException', skipped: [] },
  codecommit: { skipped: [], namesParameters: true },
  codedeploy: { skipped: [], namesParameters: true },
  'cognito-idp': { code: 'InvalidParameterException', skipped: [] },
  ec2: {
    skipped: [],
    missing: (parameter) => ['MissingParameter', `The request must contain the parameter ${parameter}`],
    invalid: ({ parameter, value }) => [
      'InvalidParameterValue',
      `Value (${value as string | number}) for parameter ${parameter} is invalid.`,
    ],
  },
  ecr: {
    skipped: [],
    code: 'InvalidParameterException',
    invalid: ({ text }) => ['InvalidParameterException', ecrText(text)],
  },
  ecs: { code: 'InvalidParameterException', skipped: [] },
  eks: { code: 'InvalidParameterException', skipped: [] },
  logs: { code: 'InvalidParameterException', skipped: [] },
  resourcegroupstaggingapi: { code: 'InvalidParameterException', skipped: [] },
  route53: { code: 'InvalidInput', skipped: [] },
  // S3 names the argument, and often does not mind. Only the words that a document may have are in its schema.
  s3: {
    skipped: ['length', 'pattern', 'range'],
    leaves: (name, { location }) => location !== undefined || s3Words.has(name),
    missing: (parameter, text) => (/at '[^']*\./.test(text) ? malformedXml(text) : missingInS3(parameter)),
    invalid: ({ text }) => malformedXml(text),
  },
  sns: { skipped: ['enum', 'length', 'pattern', 'range'] },
  // SQS answers an unknown attribute with InvalidAttributeName, and ranges with its own texts.
  sqs: {
    skipped: ['enum', 'length', 'pattern', 'range'],
    missing: (parameter) => ['MissingParameter', `The request must contain the parameter ${parameter}.`],
  },
};

export function constraintPolicy(service: string): ConstraintPolicy {
  return policies[service] ?? usual;
}

/** The error that a service answers to an input with violations, of which there is at least one. */
export function validationError(service: ServiceModel, violations: readonly Violation[]): AwsError {
  const policy = constraintPolicy(service.service);
  const [first] = violations;
  if (first === undefined) throw new Error('no violation');
  if (policy.namesParameters) {
    const name = parameterError(service, first);
    if (name !== undefined) return new AwsError(name, sentence(violations));
  }
  const own = first.kind === 'required' ? policy.missing?.(first.parameter, first.text) : policy.invalid?.(first);
  if (own !== undefined) return new AwsError(own[0], own[1], { status: 400 });
  return new AwsError(policy.code ?? usualCode(service), sentence(violations), { status: 400 });
}

function usualCode({ protocols }: ServiceModel): string {
  return protocols[0] === 'query' || protocols[0] === 'ec2' ? 'ValidationError' : 'ValidationException';
}

function sentence(violations: readonly Violation[]): string {
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  return `${count} detected: ${violations.map(({ text }) => text).join('; ')}`;
}

function parameterError({ errors }: ServiceModel, { kind, parameter }: Violation): string | undefined {
  const name = parameter.charAt(0).toUpperCase() + parameter.slice(1);
  const code = kind === 'required' ? `${name}RequiredException` : `Invalid${name}Exception`;
  return Object.hasOwn(errors, code) ? code : undefined;
}

/** ECR's texts are its own: "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy ...'". */
function ecrText(text: string): string {
  const [, path, constraint] = /^Value.* at '(.*?)' failed to satisfy constraint: Member (.*)$/s.exec(text) ?? [];
  if (path === undefined || constraint === undefined) return text;
  return `Invalid parameter at '${path}' failed to satisfy constraint: '${constraint.replace(/regular expression pattern: (.*)$/s, "regular expression '$1'")}'`;
}
