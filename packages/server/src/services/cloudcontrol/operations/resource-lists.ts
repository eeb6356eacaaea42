import { primaryIdentifierOf } from '../../../engines/cloudformation/schema/references.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { CloudControlHandlers } from '../context.ts';
import { handlerFailure, invalidNextToken } from '../errors.ts';
import { actorOf, handlerContext } from '../handler-context.ts';
import { parseModel } from '../model/desired-state.ts';
import { requireType } from '../resource-type.ts';
import { requireVersion } from '../type-version.ts';

const defaultLimit = 20;

export const resourceListOperations = {
  async ListResources(input, request) {
    const { TypeName: typeName, ResourceModel, NextToken, MaxResults: limit = defaultLimit } = input;
    const { platform, unit, account, region, endpoint, requestId: requestToken } = request;
    const { schema, handler } = requireType(platform, typeName, 'LIST');
    requireVersion(input);
    const filter = ResourceModel === undefined ? {} : parseModel(ResourceModel, 'ResourceModel');
    const principal = await actorOf(request, input.RoleArn);
    const context = handlerContext(platform, unit, { account, region, endpoint, principal, requestToken });
    const listed = await handler.list?.(context, filter).catch((error: unknown) => {
      throw handlerFailure(error, typeName, requestToken);
    });
    const kind = JSON.stringify(['ListResources', account, region, typeName, ResourceModel]);
    const after = NextToken === undefined ? undefined : decodePageToken(kind, NextToken);
    if (NextToken !== undefined && typeof after !== 'string') throw invalidNextToken();
    const described = (listed ?? []).map((model) => ({
      Identifier: primaryIdentifierOf(schema, model as TemplateObject),
      Properties: JSON.stringify(model),
    }));
    described.sort((one, other) => (one.Identifier < other.Identifier ? -1 : 1));
    // By identifier, not by number: what comes and goes between two pages moves no other.
    const rest = typeof after === 'string' ? described.filter(({ Identifier }) => Identifier > after) : described;
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return {
      TypeName: typeName,
      ResourceDescriptions: page,
      NextToken: last !== undefined && rest.length > limit ? encodePageToken(kind, last.Identifier) : undefined,
    };
  },
} satisfies Partial<CloudControlHandlers>;
