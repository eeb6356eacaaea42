import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { YAMLException } from 'js-yaml';
import type { ArtifactLocation, ArtifactStore } from '../aws/artifact-bucket.ts';
import { UsageError } from '../options.ts';
import { readTemplateFile } from '../stack/template-file.ts';
import { zipOf } from './folder-zip.ts';
import { localReferences } from './local-reference.ts';
import type { LocalReference } from './local-reference.ts';
import { templateTree } from './template-tree.ts';
import type { TemplateNode } from './template-tree.ts';

export interface PackagedTemplate {
  text: string;
  /** The files and folders that it is made of, the template among them. */
  sources: string[];
}

/**
 * Uploads what a template refers to on this machine and puts its address in the path's place. The rest of the text
 * stays as it was written, so that the line of an error is the line in the file.
 */
export async function packagedTemplate(
  path: string,
  store: ArtifactStore,
  parents: readonly string[] = [],
): Promise<PackagedTemplate> {
  const text = readTemplateFile(path);
  const own = resolve(path);
  const tree = treeOf(text);
  const sources = [own];
  const edits: { start: number; end: number; text: string }[] = [];
  for (const reference of tree === undefined ? [] : localReferences(tree)) {
    const target = resolve(dirname(own), reference.scalar.text);
    checkTarget(reference, target, path, text, [...parents, own]);
    const uploaded = await upload(reference, target, store, [...parents, own]);
    sources.push(...uploaded.sources);
    const { start, end } = reference.scalar;
    edits.push({ start, end, text: addressText(reference, uploaded.location) });
  }
  edits.sort((a, b) => b.start - a.start);
  const edited = edits.reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
  return { text: edited, sources: [...new Set(sources)] };
}

/** A template that is not well-formed goes to CloudFormation as it is, which says what is wrong with it. */
function treeOf(text: string): TemplateNode | undefined {
  try {
    return templateTree(text);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

function checkTarget(
  { scalar, place, content }: LocalReference,
  target: string,
  path: string,
  text: string,
  chain: readonly string[],
): void {
  const line = text.slice(0, scalar.start).split('\n').length;
  const refuse = (why: string) => new UsageError(`${path}:${line}: ${place} is '${scalar.text}', ${why}.`);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined) throw refuse('which does not exist');
  if (found.isDirectory() && content !== 'zip') throw refuse('which is a directory');
  if (chain.includes(target)) throw refuse('but a template cannot contain itself');
}

async function upload(
  { content, scalar }: LocalReference,
  target: string,
  store: ArtifactStore,
  chain: readonly string[],
): Promise<{ location: ArtifactLocation; sources: string[] }> {
  if (content === 'template') {
    const nested = await packagedTemplate(target, store, chain);
    return { location: await store.put(nested.text, '.template'), sources: nested.sources };
  }
  const bytes = content === 'zip' ? zipOf(target) : new Uint8Array(readFileSync(target));
  const extension = content === 'zip' ? '.zip' : (/\.[a-z]+$/i.exec(scalar.text)?.[0] ?? '');
  return { location: await store.put(bytes, extension), sources: [target] };
}

/** Quoted as JSON, which is well-formed in YAML too. */
function addressText({ form }: LocalReference, { bucket, key, url }: ArtifactLocation): string {
  if (form === 'https') return JSON.stringify(url);
  if (form === 's3') return JSON.stringify(`s3://${bucket}/${key}`);
  return JSON.stringify({ [form[0]]: bucket, [form[1]]: key });
}
