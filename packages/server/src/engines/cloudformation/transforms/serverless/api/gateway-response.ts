import { ofResource, requireMap } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { isIntrinsic } from '../kernel/intrinsics.ts';
import { entriesOf, put, shown, table } from '../kernel/python-text.ts';
import { isAbsent, isGiven, isMap, type Fields } from '../kernel/values.ts';

const PROPERTIES = ['ResponseParameters', 'ResponseTemplates', 'StatusCode'];
const PREFIXES = [
  ['Headers', 'header.'],
  ['Paths', 'path.'],
  ['QueryStrings', 'querystring.'],
] as const;

function typeName(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'boolean' ? 'bool' : 'Py27UniStr';
}

/** Refuses gateway responses that are not maps of what API Gateway knows. */
export function checkGatewayResponses(apiId: string, responses: Fields): void {
  for (const [type, response] of entriesOf(responses)) {
    if (isIntrinsic(response)) {
      throw resourceError(
        apiId,
        'Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.',
      );
    }
    if (!isMap(response)) {
      throw resourceError(
        apiId,
        `Invalid property type '${typeName(response)}' for GatewayResponses. Expected an object of type 'GatewayResponse'.`,
      );
    }
    const unknown = Object.keys(response).find((name) => !PROPERTIES.includes(name));
    if (unknown !== undefined) {
      throw resourceError(apiId, `Invalid property '${unknown}' in 'GatewayResponses' property '${type}'.`);
    }
  }
}

function prefixedParameters(apiId: string, parameters: Fields): Fields {
  const prefixed = table({});
  for (const [property, prefix] of PREFIXES) {
    const values = requireMap(parameters[property] ?? {}, ofResource(apiId), `ResponseParameters.${property}`);
    for (const [name, value] of entriesOf(values)) {
      put(prefixed, `gatewayresponse.${prefix}${name}`, value, { key: true, value: true });
    }
  }
  return prefixed;
}

export function gatewayResponse(apiId: string, type: string, response: Fields): Fields {
  const given = response['ResponseParameters'];
  const path = `GatewayResponses.${type}.ResponseParameters`;
  const parameters = isGiven(given) ? requireMap(given, ofResource(apiId), path) : {};
  const unknown = Object.keys(parameters).find((name) => !PREFIXES.some(([property]) => property === name));
  if (unknown !== undefined) throw resourceError(apiId, `Invalid gateway response parameter '${unknown}'`);
  const status = response['StatusCode'];
  if (isGiven(status) && !/^\d{1,3}$/.test(shown(status))) {
    throw resourceError(apiId, "Property 'StatusCode' must be numeric");
  }
  const templates = response['ResponseTemplates'];
  const result = table({
    responseParameters: prefixedParameters(apiId, parameters),
    responseTemplates: isGiven(templates) ? templates : table({}),
  });
  if (!isAbsent(status)) put(result, 'statusCode', shown(status));
  return result;
}
