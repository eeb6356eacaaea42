import type { ListTagsForResourceRequest } from '../../../../generated/types/ssm.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { removeTags, tagsFromList, tagsToList } from '../../../platform/tags.ts';
import type { SsmHandlers } from '../context.ts';
import { reservedName, SsmError } from '../errors.ts';
import type { Parameter } from '../model/parameter.ts';
import { isPublic, parseWholeReference } from '../model/parameter-name.ts';
import { checkedTags, tagErrors } from '../model/parameter-tags.ts';
import { findParameter, saveParameter } from '../store/parameters.ts';

export const tagOperations = {
  async AddTagsToResource(input, request) {
    const parameter = await requireOwnResource(input, request);
    const tags = checkedTags(parameter.tags, tagsFromList(input.Tags, tagErrors), request);
    saveParameter(request.unit, { ...parameter, tags });
    return {};
  },

  async RemoveTagsFromResource(input, request) {
    const parameter = await requireOwnResource(input, request);
    const tags = removeTags(parameter.tags, input.TagKeys, tagErrors, request);
    saveParameter(request.unit, { ...parameter, tags });
    return {};
  },

  async ListTagsForResource(input, request) {
    const { tags } = await requireResource(input, request);
    return { TagList: tagsToList(tags) };
  },
} satisfies Partial<SsmHandlers>;

async function requireOwnResource(resource: ListTagsForResourceRequest, request: RequestContext): Promise<Parameter> {
  const parameter = await requireResource(resource, request);
  if (isPublic(parameter.name)) throw reservedName(parameter.name);
  return parameter;
}

async function requireResource(
  { ResourceType, ResourceId }: ListTagsForResourceRequest,
  request: RequestContext,
): Promise<Parameter> {
  if (ResourceType !== 'Parameter') {
    const message = `Resources of type ${ResourceType} are not implemented in this version of Madang: only Parameter is.`;
    throw new SsmError('InvalidResourceType', message);
  }
  const parameter = await findParameter(request.unit, parseWholeReference(ResourceId, request));
  if (parameter) return parameter;
  const message = 'The resource ID is not valid. Verify that you entered the correct ID and try again.';
  throw new SsmError('InvalidResourceId', message);
}
