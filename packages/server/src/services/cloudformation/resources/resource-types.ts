import { loadedOnUse } from '../../../platform/loaded-on-use.ts';
import type { ResourceHandler } from '../../../platform/resource-handler.ts';

const load = () => import('../code.ts');

/** `Custom::*` is handled as AWS::CloudFormation::CustomResource. */
export const cloudformationResourceTypes: Readonly<Record<string, ResourceHandler>> = {
  'AWS::CloudFormation::ChangeSet': loadedOnUse(
    () => load().then((code) => code.changeSetResource),
    ['create', 'read', 'delete', 'settle'],
  ),
  'AWS::CloudFormation::CustomResource': loadedOnUse(
    () => load().then((code) => code.customResource),
    ['create', 'read', 'update', 'delete', 'settle'],
  ),
  'AWS::CloudFormation::GeneratedTemplate': loadedOnUse(
    () => load().then((code) => code.generatedTemplateResource),
    ['create', 'read', 'update', 'delete', 'list', 'settle'],
  ),
  'AWS::CloudFormation::HookDefaultVersion': loadedOnUse(
    () => load().then((code) => code.hookDefaultVersionResource),
    ['create', 'update', 'read', 'delete'],
  ),
  'AWS::CloudFormation::HookTypeConfig': loadedOnUse(
    () => load().then((code) => code.hookTypeConfigResource),
    ['create', 'read', 'update', 'delete'],
  ),
  'AWS::CloudFormation::HookVersion': loadedOnUse(
    () => load().then((code) => code.hookVersionResource),
    ['create', 'read', 'delete', 'list', 'settle'],
  ),
  'AWS::CloudFormation::Macro': loadedOnUse(
    () => load().then((code) => code.macroResource),
    ['create', 'read', 'update', 'delete', 'list'],
  ),
  'AWS::CloudFormation::ModuleDefaultVersion': loadedOnUse(
    () => load().then((code) => code.moduleDefaultVersionResource),
    ['create', 'read', 'delete'],
  ),
  'AWS::CloudFormation::ModuleVersion': loadedOnUse(
    () => load().then((code) => code.moduleVersionResource),
    ['create', 'read', 'delete', 'list', 'settle'],
  ),
  'AWS::CloudFormation::PublicTypeVersion': loadedOnUse(
    () => load().then((code) => code.publicTypeVersionResource),
    ['create', 'read', 'delete'],
  ),
  'AWS::CloudFormation::Publisher': loadedOnUse(
    () => load().then((code) => code.publisherResource),
    ['create', 'read', 'delete'],
  ),
  'AWS::CloudFormation::ResourceDefaultVersion': loadedOnUse(
    () => load().then((code) => code.resourceDefaultVersionResource),
    ['create', 'update', 'read', 'delete'],
  ),
  'AWS::CloudFormation::ResourceVersion': loadedOnUse(
    () => load().then((code) => code.resourceVersionResource),
    ['create', 'read', 'delete', 'list', 'settle'],
  ),
  'AWS::CloudFormation::Stack': loadedOnUse(
    () => load().then((code) => code.nestedStackResource),
    ['create', 'read', 'update', 'delete', 'settle', 'list'],
  ),
  'AWS::CloudFormation::StackSet': loadedOnUse(
    () => load().then((code) => code.stackSetResource),
    ['create', 'read', 'update', 'delete', 'settle', 'list'],
  ),
  'AWS::CloudFormation::TypeActivation': loadedOnUse(
    () => load().then((code) => code.typeActivationResource),
    ['create', 'read', 'update', 'delete'],
  ),
  'AWS::CloudFormation::WaitCondition': loadedOnUse(
    () => load().then((code) => code.waitConditionResource),
    ['create', 'read', 'update', 'delete', 'settle'],
  ),
  'AWS::CloudFormation::WaitConditionHandle': loadedOnUse(
    () => load().then((code) => code.waitConditionHandleResource),
    ['create', 'read', 'delete'],
  ),
};
