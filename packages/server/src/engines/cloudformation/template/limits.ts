/** AWS's quotas: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const templateLimits = {
  bodyBytes: 51_200,
  urlBytes: 1_000_000,
  descriptionBytes: 1024,
  parameters: 200,
  parameterNameCharacters: 255,
  parameterValueBytes: 4096,
  mappings: 200,
  mappingAttributes: 200,
  mappingNameCharacters: 255,
  resources: 500,
  resourceNameCharacters: 255,
  outputs: 200,
  outputNameCharacters: 255,
  /** Not AWS's: what keeps hostile input from costing memory or stack. */
  nesting: 100,
  aliasNodes: 50_000,
  loopMembers: 10_000,
} as const;
