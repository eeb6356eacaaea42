import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArtifactStore } from '../aws/artifact-bucket.ts';
import { zipOf } from './folder-zip.ts';
import { packagedTemplate } from './packaged-template.ts';

let folder: string;
let uploads: { content: string | Uint8Array; extension: string }[];
const store: ArtifactStore = {
  put: (content, extension) => {
    const key = `${uploads.push({ content, extension })}${extension}`;
    return Promise.resolve({ bucket: 'b', key, url: `http://here/b/${key}` });
  },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madang-packaging-'));
  uploads = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

it('leaves a template alone that names nothing here', async () => {
  const text = `Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://s3.amazonaws.com/b/t}}
  B: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://b/k}}
  C: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: exports}}}
  D: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub "\${Where}/t"}}
`;
  const path = file('t.yaml', text);
  expect(await packagedTemplate(path, store)).toEqual({ text, sources: [path] });
});

it('uploads what is named, and changes nothing else of the text', async () => {
  file('code/index.js', 'exports.handler = 1');
  file('api.json', '{}');
  const path = file(
    't.yaml',
    `Transform: AWS::Serverless-2016-10-31 # SAM
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: ./code, Handler: index.handler}
  Two:
    Type: AWS::Lambda::Function
    Properties:
      Code: "code/"   # a folder
      Handler: index.handler
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionUri: 'api.json'
`,
  );
  const { text, sources } = await packagedTemplate(path, store);
  expect(text).toBe(`Transform: AWS::Serverless-2016-10-31 # SAM
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: "s3://b/1.zip", Handler: index.handler}
  Two:
    Type: AWS::Lambda::Function
    Properties:
      Code: {"S3Bucket":"b","S3Key":"2.zip"}   # a folder
      Handler: index.handler
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionUri: "s3://b/3.json"
`);
  expect(sources).toEqual([path, join(folder, 'code'), join(folder, 'api.json')]);
});

it('packages nested templates first', async () => {
  const leaf = file('nested/leaf.yaml', 'Resources: {}');
  const middle = file(
    'nested/middle.json',
    '{\n\t"Resources": {"L": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "leaf.yaml"}}}\n}',
  );
  const path = file(
    't.yaml',
    'Resources: {M: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./nested/middle.json}}}',
  );
  const { text, sources } = await packagedTemplate(path, store);
  expect(uploads[0]?.content).toBe('Resources: {}');
  expect(uploads[1]?.content).toContain('"TemplateURL": "http://here/b/1.template"');
  expect(text).toContain('TemplateURL: "http://here/b/2.template"');
  expect(sources).toEqual([path, middle, leaf]);
});

it.each([
  ['a transform of the template', 'Transform: {Name: AWS::Include, Parameters: {Location: ./part.yaml}}'],
  ['a list of transforms', 'Transform: [X, {Name: AWS::Include, Parameters: {Location: ./part.yaml}}]'],
  ['a function', 'Resources: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: ./part.yaml}}}'],
  ['its short form', 'Resources: {A: !Transform {Name: AWS::Include, Parameters: {Location: ./part.yaml}}}'],
])('finds what is included by %s', async (_, text) => {
  file('part.yaml', 'A: {}');
  const packaged = await packagedTemplate(file('t.yaml', text), store);
  expect(packaged.text).toContain('Location: "s3://b/1.yaml"');
});

it('says where something is named that cannot be packaged', async () => {
  const path = file(
    't.yaml',
    'Resources:\n  M:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./none.yaml\n',
  );
  await expect(packagedTemplate(path, store)).rejects.toThrow(
    `${path}:5: M.TemplateURL is './none.yaml', which does not exist.`,
  );
  const own = file(
    'own.yaml',
    'Resources: {M: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: own.yaml}}}',
  );
  await expect(packagedTemplate(own, store)).rejects.toThrow('a template cannot contain itself');
});

it('leaves it to CloudFormation to say what is wrong with a template', async () => {
  const text = 'Resources:\n  A: [\n';
  expect(await packagedTemplate(file('t.yaml', text), store)).toMatchObject({ text });
});

it('zips a folder to the same bytes each time, with its modes', () => {
  file('code/b/run.sh', 'echo');
  file('code/a.js', '1');
  const first = zipOf(join(folder, 'code'));
  chmodSync(join(folder, 'code/a.js'), 0o600);
  expect(Buffer.from(zipOf(join(folder, 'code'))).equals(Buffer.from(first))).toBe(true);
  const entries = unzipSync(first);
  expect(Object.entries(entries).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ['a.js', '1'],
    ['b/run.sh', 'echo'],
  ]);
  chmodSync(join(folder, 'code/b/run.sh'), 0o755);
  expect(Buffer.from(zipOf(join(folder, 'code'))).equals(Buffer.from(first))).toBe(false);
});

it('takes a zip as it is, and zips a single file', () => {
  const zip = zipOf(file('handler.py', 'x'));
  expect(Object.keys(unzipSync(zip))).toEqual(['handler.py']);
  const path = join(folder, 'ready.zip');
  writeFileSync(path, zip);
  expect(Buffer.from(zipOf(path)).equals(Buffer.from(zip))).toBe(true);
});
