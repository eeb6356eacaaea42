import type { SourceResource } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import type { GeneratedResource } from '../kernel/generated-resource.ts';
import { shown } from '../kernel/python-text.ts';
import { codeLocation } from '../kernel/s3-location.ts';
import { asMap, isAbsent, isGiven, type Fields } from '../kernel/values.ts';

/** The `Code` of a function: inline, in S3, or an image. */
export function functionCode({ id, properties }: SourceResource): Fields {
  const { PackageType, InlineCode, CodeUri, ImageUri, SourceKMSKeyArn } = properties;
  const kind = isGiven(PackageType) ? PackageType : 'Zip';
  if (kind === 'Image') {
    if (isAbsent(ImageUri)) throw resourceError(id, "'ImageUri' must be set.");
    if (!isGiven(ImageUri)) {
      throw resourceError(id, "'ImageUri' requires that a image hosted at a registry be specified.");
    }
    return { ImageUri };
  }
  if (kind !== 'Zip') throw resourceError(id, `invalid 'PackageType' : ${shown(PackageType)}`);
  if (isAbsent(InlineCode) && isAbsent(CodeUri)) {
    throw resourceError(id, "Only one of 'InlineCode' or 'CodeUri' can be set.");
  }
  const code = isAbsent(InlineCode) ? codeLocation(CodeUri, id, 'CodeUri') : { ZipFile: InlineCode };
  return { ...code, ...(isGiven(SourceKMSKeyArn) && { SourceKMSKeyArn }) };
}

/** Refuses properties that do not go with the kind of package. */
export function checkPackage({ id, properties }: GeneratedResource): void {
  const { PackageType, Runtime, Handler, Layers, ImageConfig, Code } = properties;
  const image = asMap(Code)['ImageUri'];
  if (PackageType === 'Image') {
    if (isGiven(Handler) || isGiven(Runtime) || isGiven(Layers)) {
      throw resourceError(id, 'Runtime, Handler, Layers cannot be present when PackageType is of type `Image`');
    }
    if (!isGiven(image)) throw resourceError(id, 'ImageUri needs to be present when PackageType is of type `Image`');
    return;
  }
  if (!isGiven(Runtime) || !isGiven(Handler)) {
    throw resourceError(id, 'Runtime and Handler needs to be present when PackageType is of type `Zip`');
  }
  if (isGiven(image) || isGiven(ImageConfig)) {
    throw resourceError(id, 'ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`');
  }
}
