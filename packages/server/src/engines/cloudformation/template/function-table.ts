import { attributeTarget } from './intrinsic.ts';
import { isScalar, isTemplateObject } from './template.ts';
import type { TemplateValue } from './template.ts';

/** What every use of a function must look like before anything is evaluated, and what AWS says when it does not. */
export interface FunctionForm {
  accepts(argument: TemplateValue): boolean;
  refusal: string;
  isFormatError?: boolean;
}

const join =
  'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined ' +
  'or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
const split =
  'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a ' +
  'function that returns a string to be split.';
const select = 'Fn::Select requires a list argument with two elements: an integer index and a list';
const boolean = (name: string) =>
  `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`;
const stringTyped = (name: string) => `every ${name} object must have a String-typed value.`;

const textOrFunction = (value: TemplateValue | undefined) => isScalar(value) || isTemplateObject(value);
const listOf =
  (length: number, last = length) =>
  (argument: TemplateValue) =>
    Array.isArray(argument) && argument.length >= length && argument.length <= last;
const pairWith = (second: (value: TemplateValue | undefined) => boolean) => (argument: TemplateValue) =>
  Array.isArray(argument) && argument.length === 2 && textOrFunction(argument[0]) && second(argument[1]);
const listOrFunction = (value: TemplateValue | undefined) => Array.isArray(value) || isTemplateObject(value);

export const functionForms: Readonly<Record<string, FunctionForm>> = {
  Ref: {
    accepts: (argument) => typeof argument === 'string',
    refusal: 'Every Ref object must have a single String value.',
    isFormatError: true,
  },
  'Fn::GetAtt': {
    accepts: (argument) => attributeTarget(argument) !== undefined,
    refusal: 'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  },
  'Fn::Join': { accepts: pairWith(listOrFunction), refusal: join },
  'Fn::Split': { accepts: pairWith(textOrFunction), refusal: split },
  'Fn::Select': { accepts: pairWith(listOrFunction), refusal: select },
  'Fn::FindInMap': {
    accepts: listOf(3, 4),
    refusal:
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  },
  'Fn::Base64': { accepts: textOrFunction, refusal: stringTyped('Fn::Base64') },
  'Fn::GetAZs': { accepts: textOrFunction, refusal: stringTyped('Fn::GetAZs') },
  'Fn::ImportValue': { accepts: textOrFunction, refusal: stringTyped('Fn::ImportValue') },
  'Fn::Cidr': {
    accepts: listOf(2, 3),
    refusal: 'every Fn::Cidr object requires two or three parameters, the IP block, the count and the CIDR bits',
  },
  'Fn::Sub': { accepts: () => true, refusal: '' },
  'Fn::If': { accepts: listOf(3), refusal: 'Fn::If requires a list argument with three elements' },
  'Fn::And': { accepts: listOf(2, 10), refusal: boolean('Fn::And') },
  'Fn::Or': { accepts: listOf(2, 10), refusal: boolean('Fn::Or') },
  'Fn::Not': { accepts: listOf(1), refusal: 'every Fn::Not object requires a list with one boolean parameter.' },
  'Fn::Equals': { accepts: listOf(2), refusal: 'every Fn::Equals object requires a list of 2 string parameters.' },
  'Fn::Contains': { accepts: listOf(2), refusal: 'every Fn::Contains object requires a list with two elements' },
  'Fn::EachMemberEquals': {
    accepts: listOf(2),
    refusal: 'every Fn::EachMemberEquals object requires a list with two elements',
  },
  'Fn::EachMemberIn': {
    accepts: listOf(2),
    refusal: 'every Fn::EachMemberIn object requires a list with two elements',
  },
  'Fn::RefAll': { accepts: (argument) => typeof argument === 'string', refusal: stringTyped('Fn::RefAll') },
  'Fn::ValueOf': { accepts: listOf(2), refusal: 'every Fn::ValueOf object requires a list with two elements' },
  'Fn::ValueOfAll': { accepts: listOf(2), refusal: 'every Fn::ValueOfAll object requires a list with two elements' },
  'Fn::GetStackOutput': {
    accepts: (argument) => isTemplateObject(argument) && 'StackName' in argument && 'OutputName' in argument,
    refusal: 'every Fn::GetStackOutput object requires the parameters StackName and OutputName',
  },
  'Fn::Transform': {
    accepts: (argument) => isTemplateObject(argument) || typeof argument === 'string' || Array.isArray(argument),
    refusal: 'every Fn::Transform object requires the name of a transform',
  },
};

/** Functions of AWS::LanguageExtensions: what the transform could not compute yet stays for the stack operation. */
export const languageExtensionFunctions: ReadonlySet<string> = new Set(['Fn::Length', 'Fn::ToJsonString']);

/** Functions with a truth value: AWS takes them in Conditions and Rules alone. */
export const conditionFunctions: ReadonlySet<string> = new Set(['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals']);

export const ruleFunctions: ReadonlySet<string> = new Set([
  'Fn::Contains',
  'Fn::EachMemberEquals',
  'Fn::EachMemberIn',
  'Fn::RefAll',
  'Fn::ValueOf',
  'Fn::ValueOfAll',
]);

/** In AWS's order. */
const supported =
  'Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, ' +
  'Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, ' +
  'Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr';

export function unsupportedFunction(name: string): string {
  return `Encountered unsupported function: ${name} Supported functions are: [${supported}]`;
}
