import { validation } from '../errors.ts';
import type { ParameterType, Tier } from './parameter.ts';

export const largestValueBytes: Record<Tier, number> = { Standard: 4096, Advanced: 8192 };

const dataTypes = ['text', 'aws:ec2:image', 'aws:ssm:integration'];

export function checkDataType(dataType: string, type: ParameterType): void {
  if (!dataTypes.includes(dataType)) {
    throw validation(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
  }
  if (dataType === 'aws:ec2:image' && type !== 'String') {
    throw validation(`The data type ${dataType} is only supported for parameters of type String, not ${type}.`);
  }
  if (dataType === 'aws:ssm:integration' && type !== 'SecureString') {
    throw validation(`The data type ${dataType} is only supported for parameters of type SecureString, not ${type}.`);
  }
}

export function checkValue(value: string, dataType: string): void {
  if (value === '') {
    throw validation(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  }
  if (/\{\{.*\}\}/.test(value)) {
    throw validation('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  }
  if (dataType === 'aws:ec2:image' && !/^ami-(?:[0-9a-zA-Z]{8}|[0-9a-zA-Z]{17})$/.test(value)) {
    throw validation(`The parameter value ${value} is not the id of an Amazon Machine Image: ami-12345abcdeEXAMPLE.`);
  }
}

export function checkValueSize(value: string, tier: Tier): void {
  const limit = largestValueBytes[tier];
  if (Buffer.byteLength(value) <= limit) return;
  throw validation(
    tier === 'Standard'
      ? `Standard tier parameters support a maximum parameter value of ${limit} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`
      : `Advanced tier parameters support a maximum parameter value of ${limit} characters.`,
  );
}
