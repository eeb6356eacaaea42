import { hash } from 'node:crypto';

/** A public parameter by its name under `/aws/service`, and its value in a region. */
export type PublicEntry = [name: string, value: (region: string) => string];

const kubernetesVersions = ['1.30', '1.31', '1.32', '1.33', '1.34'];
const machines = ['arm64', 'x86_64'];

/**
 * Amazon's image parameters name images of Madang's own: AWS's ids would be of no use here. An id is made of region
 * and image alone, so that it is the same on every server and for ever.
 */
function imageId(region: string, image: string): string {
  return `ami-${hash('sha256', `madang image/${region}/${image}`).slice(0, 17)}`;
}

export const imageEntries: PublicEntry[] = [
  ...amazonLinux(),
  ...windows(),
  ...ubuntu(),
  ...debian(),
  ...ecsOptimized(),
  ...eksOptimized(),
  ...bottlerocket(),
];

function imageEntry(name: string, image = name): PublicEntry {
  return [name, (region) => imageId(region, image)];
}

function constant(name: string, value: string): PublicEntry {
  return [name, () => value];
}

function amazonLinux(): PublicEntry[] {
  const al2023 = ['al2023-ami', 'al2023-ami-minimal'].flatMap((flavour) =>
    ['default', '6.1', '6.12'].flatMap((kernel) =>
      ['arm64', 'x86_64'].map((machine) => `${flavour}-kernel-${kernel}-${machine}`),
    ),
  );
  const amzn2 = [
    'amzn2-ami-hvm-arm64-gp2',
    'amzn2-ami-hvm-x86_64-ebs',
    'amzn2-ami-hvm-x86_64-gp2',
    'amzn2-ami-kernel-5.10-hvm-arm64-gp2',
    'amzn2-ami-kernel-5.10-hvm-x86_64-ebs',
    'amzn2-ami-kernel-5.10-hvm-x86_64-gp2',
    'amzn2-ami-minimal-hvm-arm64-ebs',
    'amzn2-ami-minimal-hvm-x86_64-ebs',
  ];
  return [...al2023, ...amzn2].map((name) =>
    imageEntry(`ami-amazon-linux-latest/${name}`, `ami-amazon-linux-latest/${imageOf(name)}`),
  );
}

/** One image has several names: that of the default kernel is also that of its number. */
function imageOf(name: string): string {
  return name.replace('kernel-default', 'kernel-6.1').replace('amzn2-ami-hvm', 'amzn2-ami-kernel-5.10-hvm');
}

function windows(): PublicEntry[] {
  return ['2016', '2019', '2022', '2025'].flatMap((year) =>
    ['English-Core-Base', 'English-Full-Base', 'English-Full-ECS_Optimized'].map((edition) =>
      imageEntry(`ami-windows-latest/Windows_Server-${year}-${edition}`),
    ),
  );
}

function ubuntu(): PublicEntry[] {
  const releases = [
    { version: '20.04', codename: 'focal', volume: 'ebs-gp2' },
    { version: '22.04', codename: 'jammy', volume: 'ebs-gp2' },
    { version: '24.04', codename: 'noble', volume: 'ebs-gp3' },
  ];
  return releases.flatMap(({ version, codename, volume }) =>
    ['server', 'server-minimal'].flatMap((flavour) =>
      ['amd64', 'arm64'].flatMap((machine) => {
        const nameOf = (release: string) =>
          `canonical/ubuntu/${flavour}/${release}/stable/current/${machine}/hvm/${volume}/ami-id`;
        return [imageEntry(nameOf(version)), imageEntry(nameOf(codename), nameOf(version))];
      }),
    ),
  );
}

function debian(): PublicEntry[] {
  return ['11', '12', '13'].flatMap((release) =>
    ['amd64', 'arm64'].map((machine) => imageEntry(`debian/release/${release}/latest/${machine}`)),
  );
}

function ecsOptimized(): PublicEntry[] {
  const flavours = {
    'amazon-linux-2': ['', '/arm64', '/gpu', '/inf', '/kernel-5.10'],
    'amazon-linux-2023': ['', '/arm64', '/gpu', '/neuron'],
  };
  return Object.entries(flavours).flatMap(([system, kinds]) => kinds.flatMap((kind) => ecsImage(system, kind)));
}

function ecsImage(system: string, kind: string): PublicEntry[] {
  const name = `ecs/optimized-ami/${system}${kind}/recommended`;
  const facts: Record<string, string> = {
    ecs_agent_version: '1.89.2',
    ecs_runtime_version: 'Docker version 25.0.8',
    image_name: `madang-ecs-${system}${kind.replace('/', '-')}`,
    os: system === 'amazon-linux-2' ? 'Amazon Linux 2' : 'Amazon Linux 2023',
    schema_version: '1',
  };
  return [
    [name, (region) => JSON.stringify({ ...facts, image_id: imageId(region, name), schema_version: 1 })],
    imageEntry(`${name}/image_id`, name),
    ...Object.entries(facts).map(([fact, value]) => constant(`${name}/${fact}`, value)),
  ];
}

function eksOptimized(): PublicEntry[] {
  return kubernetesVersions.flatMap((version) =>
    machines.flatMap((machine) => {
      const name = `eks/optimized-ami/${version}/amazon-linux-2023/${machine}/standard/recommended`;
      return [imageEntry(`${name}/image_id`, name), constant(`${name}/release_version`, `${version}.0-20250101`)];
    }),
  );
}

function bottlerocket(): PublicEntry[] {
  const variants = ['aws-ecs-1', 'aws-ecs-2', ...kubernetesVersions.map((version) => `aws-k8s-${version}`)];
  return variants.flatMap((variant) =>
    machines.flatMap((machine) => {
      const name = `bottlerocket/${variant}/${machine}/latest`;
      return [imageEntry(`${name}/image_id`, name), constant(`${name}/image_version`, '1.32.0')];
    }),
  );
}
