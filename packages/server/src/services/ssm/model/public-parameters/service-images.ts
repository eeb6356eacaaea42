import { imageEntry, type PublicEntry } from './entry.ts';

export function cloud9(): PublicEntry[] {
  const systems = ['amazonlinux-1', 'amazonlinux-2', 'amazonlinux-2023', 'ubuntu-18.04', 'ubuntu-22.04'];
  return systems.map((system) => imageEntry(`cloud9/amis/${system}-x86_64`));
}

export function datasync(): PublicEntry[] {
  return [imageEntry('datasync/ami')];
}

/** Images of containers: of the registry that AWS keeps in each region. */
export function fluentBit(): PublicEntry[] {
  return ['latest', 'stable', 'windowsservercore-latest', 'windowsservercore-stable'].map((tag) => [
    `aws-for-fluent-bit/${tag}`,
    (region) => `906394416424.dkr.ecr.${region}.amazonaws.com/aws-for-fluent-bit:${tag}`,
  ]);
}
