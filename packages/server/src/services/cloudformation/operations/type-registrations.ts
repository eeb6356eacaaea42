import { fillPage } from '../../../platform/pagination.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { isReserved, parseTypeArn, typeArn } from '../model/registered-type.ts';
import type { TypeRegistration } from '../model/registered-type.ts';
import { findRegistration, findType, pageOfRegistrations, saveRegistration } from '../store/types.ts';
import { enqueueRegistration } from '../types/registration.ts';
import { registryError } from '../types/type-lookup.ts';

const defaultLimit = 100;

export const typeRegistrationOperations = {
  async RegisterType({ Type: kind = 'RESOURCE', TypeName: typeName, ...input }, request) {
    const { unit, platform, account, region, principal, endpoint, clock } = request;
    if (isReserved(typeName)) throw registryError(`The namespace of ${typeName} is reserved.`);
    if ((kind === 'MODULE') !== typeName.endsWith('::MODULE')) {
      throw registryError('Names of modules, and of nothing else, end in ::MODULE.');
    }
    const existing = await findType(unit, request, { kind, typeName });
    if (existing?.status === 'LIVE' && existing.activated) {
      throw registryError(`${typeName} is the name of an activated type.`);
    }
    const registration: TypeRegistration = {
      account,
      region,
      principal,
      endpoint,
      kind,
      typeName,
      token: input.ClientRequestToken ?? platform.ids.uuid(),
      status: 'IN_PROGRESS',
      description: 'Deployment is currently in VALIDATION_STAGE of status IN_PROGRESS',
      requestedAt: clock.now(),
      packageUrl: input.SchemaHandlerPackage,
      loggingConfig: input.LoggingConfig,
      executionRoleArn: input.ExecutionRoleArn,
      clientToken: input.ClientRequestToken,
    };
    const repeated = await findRegistration(unit, registration.token);
    if (repeated === undefined) {
      saveRegistration(unit, registration);
      enqueueRegistration(platform, unit, registration);
    } else if (repeated.account !== account || repeated.typeName !== typeName) {
      throw registryError(`The client request token ${registration.token} was used for another request.`);
    }
    return { RegistrationToken: registration.token };
  },

  async DescribeTypeRegistration({ RegistrationToken }, { unit, account, region }) {
    const registration = await findRegistration(unit, RegistrationToken);
    if (registration?.account !== account || registration.region !== region) {
      throw registryError(`No registration token matches ${RegistrationToken}.`);
    }
    const { status, description, versionId } = registration;
    return {
      ProgressStatus: status,
      Description: description,
      TypeArn: versionId === undefined ? undefined : typeArn({ ...registration, versionId: undefined }),
      TypeVersionArn: versionId === undefined ? undefined : typeArn({ ...registration, versionId }),
    };
  },

  async ListTypeRegistrations(input, request) {
    const { Type, TypeName, TypeArn, RegistrationStatusFilter, MaxResults = defaultLimit, NextToken } = input;
    const named = TypeArn === undefined ? { kind: Type, typeName: TypeName } : parseTypeArn(TypeArn);
    if (named === undefined) throw registryError(`${TypeArn} is not the ARN of a type.`);
    const kind = JSON.stringify(['ListTypeRegistrations', named, RegistrationStatusFilter]);
    const page = await fillPage(
      (limit, token) => pageOfRegistrations(request.unit, request, { limit, token, kind }),
      (one) =>
        (named.kind ?? one.kind) === one.kind &&
        (named.typeName ?? one.typeName) === one.typeName &&
        (RegistrationStatusFilter ?? one.status) === one.status,
      { limit: MaxResults, token: NextToken },
    );
    return { RegistrationTokenList: page.items.map(({ token }) => token), NextToken: page.nextToken };
  },
} satisfies Partial<CloudFormationHandlers>;
