import { hash } from 'node:crypto';

/** A public parameter by its name under `/aws/service/`, and its value in a region. */
export type PublicEntry = [name: string, value: (region: string) => string];

/**
 * Amazon's image parameters name images of Madang's own: AWS's ids would be of no use here. An id is made of region
 * and image alone, so that it is the same on every server and for ever.
 */
function imageId(region: string, image: string): string {
  return `ami-${hash('sha256', `madang image/${region}/${image}`).slice(0, 17)}`;
}

/** `image` tells which one it is, where one image has several names. */
export function imageEntry(name: string, image = name): PublicEntry {
  return [name, (region) => imageId(region, image)];
}

export function constantEntry(name: string, value: string): PublicEntry {
  return [name, () => value];
}

/** An image that is published with facts about it: each as a parameter below the name, and all as JSON under it. */
export function describedImage(name: string, facts: Readonly<Record<string, string | number>>): PublicEntry[] {
  return [
    [name, (region) => JSON.stringify({ ...facts, image_id: imageId(region, name) })],
    imageEntry(`${name}/image_id`, name),
    ...Object.entries(facts).map(([fact, value]) => constantEntry(`${name}/${fact}`, String(value))),
  ];
}

/** `1.29`, `1.30` and so on, both included. */
export function kubernetesVersions(first: number, last = newestKubernetes): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `1.${first + index}`);
}

const newestKubernetes = 35;
