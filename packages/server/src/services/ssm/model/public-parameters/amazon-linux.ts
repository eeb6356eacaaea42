import { imageEntry, type PublicEntry } from './entry.ts';

const machines = ['arm64', 'x86_64'];

/** https://docs.aws.amazon.com/linux/al2023/ug/ec2.html and those of the versions before */
export function amazonLinux(): PublicEntry[] {
  const names = [
    ...withKernels('al2023', ['default', '6.1', '6.12']),
    ...withKernels('al2022', ['default', '5.15']),
    ...amazonLinux2(),
    ...amazonLinux1(),
  ];
  return names.map((name) => imageEntry(`ami-amazon-linux-latest/${name}`, imageOf(name)));
}

function withKernels(system: string, kernels: readonly string[]): string[] {
  return ['ami', 'ami-minimal'].flatMap((edition) =>
    kernels.flatMap((kernel) => machines.map((machine) => `${system}-${edition}-kernel-${kernel}-${machine}`)),
  );
}

function amazonLinux2(): string[] {
  const volumes = ['arm64-gp2', 'x86_64-ebs', 'x86_64-gp2'];
  return [
    ...volumes.flatMap((volume) => [`amzn2-ami-hvm-${volume}`, `amzn2-ami-kernel-5.10-hvm-${volume}`]),
    ...machines.map((machine) => `amzn2-ami-minimal-hvm-${machine}-ebs`),
  ];
}

function amazonLinux1(): string[] {
  const virtual = ['hvm', 'pv', 'minimal-hvm', 'minimal-pv'];
  const names = virtual.flatMap((kind) => ['ebs', 's3'].map((volume) => `amzn-ami-${kind}-x86_64-${volume}`));
  return [...names, 'amzn-ami-hvm-x86_64-gp2'];
}

/** One image has several names: that of the default kernel is also that of its number. */
function imageOf(name: string): string {
  const image = name
    .replace(/^(al2023.*)kernel-default/, '$1kernel-6.1')
    .replace(/^(al2022.*)kernel-default/, '$1kernel-5.15')
    .replace('amzn2-ami-hvm', 'amzn2-ami-kernel-5.10-hvm');
  return `ami-amazon-linux-latest/${image}`;
}
