/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export interface PseudoParameters {
  'AWS::AccountId': string;
  'AWS::NotificationARNs': string[];
  'AWS::Partition': string;
  'AWS::Region': string;
  'AWS::StackId': string;
  'AWS::StackName': string;
  'AWS::URLSuffix': string;
}

export const noValue = 'AWS::NoValue';

const names: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  noValue,
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

export function isPseudoParameter(name: string): boolean {
  return names.has(name);
}
