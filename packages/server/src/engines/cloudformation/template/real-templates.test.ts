import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { creationLevels, resourceGraph } from './graph.ts';
import { templateInventory } from './inventory.ts';
import { expandLanguageExtensions } from './language-extensions/expand.ts';
import { parseTemplate } from './parse/parse-template.ts';
import { sectionOf } from './template.ts';
import { declaredTransforms, languageExtensions } from './validate/transforms.ts';
import { validateOriginal, validateTemplate } from './validate/validate-template.ts';

const folder = join(process.env['MADANG_SHARED'] ?? '../shared', 'templates');
const isThere = existsSync(folder);
const files = isThere
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name))
  : [];

/** Templates that AWS would refuse as they are: what they must say, and which. */
const refused: readonly [reason: string, message: RegExp, files: readonly string[]][] = [
  [
    'input for the tool Rain, with tags of its own that `rain pkg` replaces',
    /unsupported function: Fn::Rain::|Every Type member must be a string/,
    [
      'APIGateway/apigateway_lambda_integration.yaml',
      'CloudFormation/CustomResources/getfromjson/src/getfromjson.yml',
      'CloudFormation/MacrosExamples/PyPlate/python.yaml',
      'CloudFormation/StackSets/common-resources.json',
      'CloudFormation/StackSets/common-resources.yaml',
      'CloudFormation/StackSets/log-setup-management.yaml',
      'RainModules/api-resource.yml',
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
];

function check(name: string): void {
  const parsed = parseTemplate(readFileSync(join(folder, name), 'utf8'), 'TemplateURL');
  validateOriginal(parsed.value);
  const first = Object.keys(sectionOf(parsed.value, 'Resources'))[0] ?? '';
  expect(parsed.position(['Resources', first])?.line, name).toBeGreaterThan(1);
  const transforms = declaredTransforms(parsed.value);
  if (transforms.some((transform) => transform !== languageExtensions)) return;
  const expanded = transforms.includes(languageExtensions);
  const processed = expanded
    ? expandLanguageExtensions(parsed.value, { pseudo: {}, parameters: new Map() })
    : parsed.value;
  const template = validateTemplate(processed, { languageExtensions: expanded });
  expect(templateInventory(parsed.value, processed).ResourceTypes.length, name).toBeGreaterThan(0);
  expect(creationLevels(resourceGraph(template)).flat().length, name).toBe(Object.keys(template.Resources).length);
}

it.skipIf(!isThere)(`takes the templates of ${relative('.', folder)} (skipped where they are not there)`, () => {
  const problems: string[] = [];
  for (const name of files) {
    try {
      check(name);
    } catch (error) {
      const { message } = error as Error;
      const reason = refused.find(([, expected, names]) => names.includes(name) && expected.test(message));
      problems.push(reason === undefined ? `${name}: ${message}` : name);
    }
  }
  expect(files.length).toBeGreaterThan(100);
  expect(problems.toSorted()).toEqual(refused.flatMap(([, , names]) => names).toSorted());
});
