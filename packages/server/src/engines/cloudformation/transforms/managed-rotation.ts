import { memberOf, sectionOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';
import { transformError } from './transform-host.ts';

/**
 * AWS::SecretsManager-* makes one thing only: from `HostedRotationLambda` of a rotation schedule, a nested stack of a
 * template that AWS keeps to itself. Everything else it leaves as it is.
 */
export function checkManagedRotation(transform: string, template: TemplateObject): void {
  for (const [id, resource] of Object.entries(sectionOf(template, 'Resources'))) {
    if (memberOf(resource, 'Type') !== 'AWS::SecretsManager::RotationSchedule') continue;
    if (memberOf(memberOf(resource, 'Properties'), 'HostedRotationLambda') === undefined) continue;
    throw transformError(
      transform,
      `the HostedRotationLambda of ${id} is made of a template of AWS that is not available in Madang. ` +
        'Name a function of your own in RotationLambdaARN.',
    );
  }
}
