import { constantEntry, describedImage, imageEntry, kubernetesVersions, type PublicEntry } from './entry.ts';

const machines = ['arm64', 'x86_64'];

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
export function ecsOptimized(): PublicEntry[] {
  const kinds = {
    'amazon-linux': ['Amazon Linux AMI', ''],
    'amazon-linux-2': ['Amazon Linux 2', '', '/arm64', '/gpu', '/inf'],
    'amazon-linux-2/kernel-5.10': ['Amazon Linux 2', '', '/arm64', '/gpu', '/inf'],
    'amazon-linux-2023': ['Amazon Linux 2023', '', '/arm64', '/gpu', '/neuron'],
    'windows_server/2016/english': ['Windows Server 2016', '/full'],
    'windows_server/2019/english': ['Windows Server 2019', '/full', '/core'],
    'windows_server/2022/english': ['Windows Server 2022', '/full', '/core'],
  };
  return Object.entries(kinds).flatMap(([system, [os = '', ...flavours]]) =>
    flavours.flatMap((flavour) => {
      const image = system + flavour;
      return describedImage(`ecs/optimized-ami/${image}/recommended`, {
        ecs_agent_version: '1.89.2',
        ecs_runtime_version: 'Docker version 25.0.8',
        image_name: `madang-ecs-${image.replaceAll('/', '-')}`,
        os,
        schema_version: 1,
      });
    }),
  );
}

/** https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html */
export function eksOptimized(): PublicEntry[] {
  const flavours = machines.flatMap((machine) => [`${machine}/standard`, `${machine}/nvidia`]);
  return [
    ...kubernetesVersions(15, 32).flatMap((version) =>
      ['amazon-linux-2', 'amazon-linux-2-arm64', 'amazon-linux-2-gpu'].flatMap((kind) => eksImage(version, kind)),
    ),
    ...kubernetesVersions(23).flatMap((version) =>
      [...flavours, 'x86_64/neuron'].flatMap((flavour) => eksImage(version, `amazon-linux-2023/${flavour}`)),
    ),
  ];
}

function eksImage(version: string, kind: string): PublicEntry[] {
  return describedImage(`eks/optimized-ami/${version}/${kind}/recommended`, {
    image_name: `madang-eks-${kind.replaceAll('/', '-')}-${version}`,
    release_version: `${version}.0-20250101`,
    schema_version: '2',
  });
}

/** https://bottlerocket.dev/en/os/latest/ : variants of ECS and EKS, with and without drivers and FIPS modules */
export function bottlerocket(): PublicEntry[] {
  const variants = [
    'aws-dev',
    'aws-ecs-1',
    'aws-ecs-1-nvidia',
    'aws-ecs-2',
    'aws-ecs-2-fips',
    'aws-ecs-2-nvidia',
    'aws-ecs-3',
    ...kubernetesVersions(15).flatMap((version) => ['', '-fips', '-nvidia'].map((kind) => `aws-k8s-${version}${kind}`)),
  ];
  return variants.flatMap((variant) =>
    machines.flatMap((machine) => {
      const name = `bottlerocket/${variant}/${machine}/latest`;
      return [imageEntry(`${name}/image_id`, name), constantEntry(`${name}/image_version`, '1.32.0')];
    }),
  );
}
