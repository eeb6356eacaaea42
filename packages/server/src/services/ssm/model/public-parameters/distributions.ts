import { imageEntry, kubernetesVersions, type PublicEntry } from './entry.ts';

const machines = ['amd64', 'arm64'];

const ubuntuReleases = [
  { version: '16.04', codename: 'xenial', volume: 'ebs-gp2' },
  { version: '18.04', codename: 'bionic', volume: 'ebs-gp2' },
  { version: '20.04', codename: 'focal', volume: 'ebs-gp2' },
  { version: '22.04', codename: 'jammy', volume: 'ebs-gp2' },
  { version: '24.04', codename: 'noble', volume: 'ebs-gp3' },
  { version: '25.04', codename: 'plucky', volume: 'ebs-gp3' },
  { version: '25.10', codename: 'questing', volume: 'ebs-gp3' },
];

/** https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/ */
export function ubuntu(): PublicEntry[] {
  const flavours = ['server', 'server-minimal', 'pro-server', 'pro-minimal', 'pro-fips-server'];
  return ubuntuReleases.flatMap(({ version, codename, volume }) =>
    machines.flatMap((machine) => [
      ...flavours.flatMap((flavour) => {
        const nameOf = (release: string) => ubuntuName(`${flavour}/${release}`, machine, volume);
        return [imageEntry(nameOf(version)), imageEntry(nameOf(codename), nameOf(version))];
      }),
      ...['eks', 'eks-pro'].flatMap((flavour) =>
        kubernetesVersions(17).map((kubernetes) =>
          imageEntry(ubuntuName(`${flavour}/${version}/${kubernetes}`, machine, volume)),
        ),
      ),
    ]),
  );
}

function ubuntuName(release: string, machine: string, volume: string): string {
  return `canonical/ubuntu/${release}/stable/current/${machine}/hvm/${volume}/ami-id`;
}

/** https://wiki.debian.org/Cloud/AmazonEC2Image */
export function debian(): PublicEntry[] {
  const releases = { '10': 'buster', '11': 'bullseye', '12': 'bookworm', '13': 'trixie' };
  return Object.entries(releases).flatMap(([release, codename]) =>
    machines.flatMap((machine) => [
      imageEntry(`debian/release/${release}/latest/${machine}`),
      imageEntry(`debian/daily/${codename}/latest/${machine}`),
    ]),
  );
}

export function suse(): PublicEntry[] {
  return ['12-sp5', '15-sp3', '15-sp4', '15-sp5', '15-sp6', '15-sp7'].flatMap((release) =>
    ['arm64', 'x86_64'].map((machine) => imageEntry(`suse/sles/${release}/${machine}/latest`)),
  );
}

export function macos(): PublicEntry[] {
  return ['monterey', 'ventura', 'sonoma', 'sequoia', 'tahoe'].flatMap((release) =>
    ['arm64_mac', 'x86_64_mac'].map((machine) => imageEntry(`ec2-macos/${release}/${machine}/latest/image_id`)),
  );
}
