import { adopt, adoptKeys, placeIn, type NumberTexts } from './kernel/python-text.ts';
import { asMap, isGiven, isMap, type Fields } from './kernel/values.ts';

const WITH_EVENTS = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

function hasEvent(resource: Fields, type: string): boolean {
  const events = asMap(asMap(resource['Properties'])['Events']);
  return Object.values(events).some((event) => isMap(event) && event['Type'] === type);
}

function hasRestApi(resources: readonly Fields[]): boolean {
  return resources.some((resource) => {
    if (resource['Type'] === 'AWS::Serverless::Api') return true;
    return WITH_EVENTS.includes(String(resource['Type'])) && hasEvent(resource, 'Api');
  });
}

function hasHttpApiWithDefaultAuthorizer(template: Fields, resources: readonly Fields[]): boolean {
  const globalAuth = asMap(asMap(asMap(template['Globals'])['HttpApi'])['Auth']);
  const isGlobal = isGiven(globalAuth['DefaultAuthorizer']);
  return resources.some((resource) => {
    if (resource['Type'] === 'AWS::Serverless::HttpApi') {
      return isGlobal || isGiven(asMap(asMap(resource['Properties'])['Auth'])['DefaultAuthorizer']);
    }
    return isGlobal && resource['Type'] === 'AWS::Serverless::Function' && hasEvent(resource, 'HttpApi');
  });
}

/** Takes over, as Python 2 would have them, those parts of the template that go into an API's definition. */
export function adoptTemplate(template: Fields, numberTexts: NumberTexts | undefined): void {
  const resources = template['Resources'] as Record<string, Fields>;
  const all = Object.values(resources);
  if (!hasRestApi(all) && !hasHttpApiWithDefaultAuthorizer(template, all)) return;
  const globalApi = asMap(template['Globals'])['Api'];
  if (isMap(globalApi)) adopt(globalApi, placeIn(numberTexts, 'Globals', 'Api'));
  for (const [id, resource] of Object.entries(resources)) {
    const properties = resource['Properties'];
    if (!isMap(properties)) continue;
    if (resource['Type'] === 'AWS::Serverless::Api' || resource['Type'] === 'AWS::Serverless::HttpApi') {
      adopt(properties, placeIn(numberTexts, 'Resources', id, 'Properties'));
    } else if (WITH_EVENTS.includes(String(resource['Type']))) {
      adopt(properties['Events'], placeIn(numberTexts, 'Resources', id, 'Properties', 'Events'));
    }
  }
  adoptKeys(resources);
}
