/** Who makes a request, and where the gateway learns of it. IAM and STS implement the sources; `cloud.ts` joins them. */
export interface Principal {
  kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'service' | 'anonymous';
  /** Account of the principal; for a service the account on whose behalf it acts. */
  account: string;
  /** `arn:aws:iam::123456789012:user/ann`, `arn:aws:sts::123456789012:assumed-role/deploy/session`, ... */
  arn: string;
  /** aws:userid: `AIDA...`, `AROA...:session`, the account's number for root. */
  userId: string;
  /** Name of the user, or of the role session. */
  name?: string;
  /** ARN of the role behind a session. */
  roleArn?: string;
  /** ARN of the IAM user (or root user) behind a federated user: their policies bound what the session may do. */
  userArn?: string;
  /** `sqs.amazonaws.com`, for a service. */
  service?: string;
  /** Tags of the user or role, overridden by the tags of the session. */
  tags?: Record<string, string>;
  /** Condition keys that the session carries: aws:MultiFactorAuthPresent, aws:TokenIssueTime, sts:SourceIdentity, ... */
  conditions?: Record<string, string | string[]>;
  /** Policy documents (JSON text) that limit this session. */
  sessionPolicies?: string[];
}

export interface Credential {
  accessKeyId: string;
  secretAccessKey: string;
  /** Required with temporary credentials. */
  sessionToken?: string;
  active: boolean;
  /** Milliseconds since 1970. */
  expiresAt?: number;
  principal: Principal;
}

export interface CredentialSource {
  find(accessKeyId: string): Promise<Credential | undefined>;
  /** Told of a key's use, for GetAccessKeyLastUsed. Must be cheap: it is on the path of every request. */
  used?(credential: Credential, service: string, region: string): void;
}

export interface PolicySource {
  /** Undefined where the principal is not one of this source. `region` is that of the request, for RoleLastUsed. */
  policiesOf(principal: Principal, region?: string): Promise<PrincipalPolicies | undefined>;
}

export interface PrincipalPolicies {
  identity: NamedPolicy[];
  boundary?: NamedPolicy;
}

export interface NamedPolicy {
  /** ARN of a managed policy, or name of an inline one. */
  id: string;
  /** JSON text. */
  document: string;
}
