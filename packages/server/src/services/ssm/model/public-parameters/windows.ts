import { describedImage, imageEntry, kubernetesVersions, type PublicEntry } from './entry.ts';

const languages = `Chinese_Simplified Chinese_Traditional Czech Dutch French German Hungarian Italian Japanese Korean
  Polish Portuguese_Brazil Portuguese_Portugal Russian Spanish Swedish Turkish`.split(/\s+/);

const sqlServerEditions = ['Enterprise', 'Express', 'Standard', 'Web'];

interface Release {
  year: string;
  /** Versions of SQL Server that there are images with. */
  sqlServer: readonly string[];
  /** Those that there are images without a desktop with. */
  coreSqlServer?: readonly string[];
  other?: readonly string[];
  ecs: readonly string[];
  eks?: readonly string[];
}

const releases: readonly Release[] = [
  {
    year: '2016',
    sqlServer: ['2014_SP3', '2016_SP1', '2016_SP2', '2016_SP3', '2017', '2019'],
    coreSqlServer: ['2016_SP1', '2016_SP2', '2016_SP3'],
    other: ['Core-Containers', 'Full-Containers', 'Full-HyperV', 'Deep-Learning', 'P3', 'Tesla'],
    ecs: ['Full'],
  },
  {
    year: '2019',
    sqlServer: ['2016_SP2', '2016_SP3', '2017', '2019', '2022'],
    other: ['Full-HyperV', 'Deep-Learning', 'Tesla'],
    ecs: ['Core', 'Full'],
    eks: kubernetesVersions(22),
  },
  { year: '2022', sqlServer: ['2017', '2019', '2022'], ecs: ['Core', 'Full'], eks: kubernetesVersions(23) },
  { year: '2025', sqlServer: ['2019', '2022'], ecs: ['Core', 'Full'] },
];

/** https://docs.aws.amazon.com/ec2/latest/windows-ami-reference/ */
export function windows(): PublicEntry[] {
  return releases.flatMap((release) => [
    ...imageNames(release).map((name) => imageEntry(`ami-windows-latest/${name}`)),
    ...containerHosts(release),
  ]);
}

function imageNames({ year, sqlServer, coreSqlServer = [], other = [] }: Release): string[] {
  const name = `Windows_Server-${year}`;
  const bases = [`${name}-English-Core-Base`, `${name}-English-Full-Base`];
  const kinds = ['Core-ContainersLatest', 'Full-ContainersLatest', 'STIG-Core', 'STIG-Full', ...other];
  return [
    ...bases,
    ...bases.flatMap((base) => [`TPM-${base}`, `EC2LaunchV2-${base}`]),
    ...kinds.map((kind) => `${name}-English-${kind}`),
    ...languages.map((language) => `${name}-${language}-Full-Base`),
    ...['English-Full', 'Japanese-Full', 'Korean-Full'].flatMap((kind) => withSqlServer(`${name}-${kind}`, sqlServer)),
    ...withSqlServer(`${name}-English-Core`, coreSqlServer),
  ];
}

function withSqlServer(name: string, versions: readonly string[]): string[] {
  return versions.flatMap((version) => sqlServerEditions.map((edition) => `${name}-SQL_${version}_${edition}`));
}

/** Unlike the others, hosts of containers are described: their id is one level down. */
function containerHosts({ year, ecs, eks = [] }: Release): PublicEntry[] {
  const hosts = [
    ...ecs.map((kind) => `${kind}-ECS_Optimized`),
    ...eks.flatMap((version) => ['Core', 'Full'].map((kind) => `${kind}-EKS_Optimized-${version}`)),
  ];
  return hosts.flatMap((host) => {
    const image = `Windows_Server-${year}-English-${host}`;
    const facts: Record<string, string> = { image_name: `madang-${image}` };
    if (host.endsWith('ECS_Optimized')) {
      facts['ecs_agent_version'] = '1.89.2';
      facts['ecs_runtime_version'] = 'Docker version 25.0.8';
    }
    return describedImage(`ami-windows-latest/${image}`, facts);
  });
}
