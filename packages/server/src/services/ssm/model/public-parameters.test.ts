import { describe, expect, it } from 'vitest';
import { findPublicParameter, listPublicParameters } from './public-parameters.ts';

const region = 'eu-west-1';
const valueOf = (name: string): string | undefined => findPublicParameter(`/aws/service/${name}`, region)?.value;
const isImage = (name: string): boolean => /^ami-[0-9a-f]{17}$/.test(valueOf(name) ?? '');

describe('images', () => {
  it.each([
    'ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64',
    'ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64',
    'ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-arm64-gp2',
    'ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2',
    'ami-windows-latest/Windows_Server-2022-English-Full-SQL_2022_Web',
    'ami-windows-latest/Windows_Server-2016-English-Core-SQL_2016_SP3_Standard',
    'ami-windows-latest/Windows_Server-2016-English-Tesla',
    'ami-windows-latest/Windows_Server-2016-Korean-Full-SQL_2016_SP2_Standard',
    'ami-windows-latest/Windows_Server-2019-English-STIG-Core',
    'ami-windows-latest/Windows_Server-2019-Portuguese_Brazil-Full-Base',
    'ami-windows-latest/Windows_Server-2022-English-Core-ContainersLatest',
    'ami-windows-latest/Windows_Server-2025-Japanese-Full-Base',
    'ami-windows-latest/TPM-Windows_Server-2019-English-Core-Base',
    'ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.31/image_id',
    'ami-windows-latest/Windows_Server-2019-English-Full-ECS_Optimized/image_id',
    'ecs/optimized-ami/amazon-linux/recommended/image_id',
    'ecs/optimized-ami/amazon-linux-2/kernel-5.10/arm64/recommended/image_id',
    'ecs/optimized-ami/amazon-linux-2023/neuron/recommended/image_id',
    'eks/optimized-ami/1.21/amazon-linux-2-gpu/recommended/image_id',
    'eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/recommended/image_id',
    'bottlerocket/aws-k8s-1.29-nvidia/x86_64/latest/image_id',
    'bottlerocket/aws-ecs-2/arm64/latest/image_id',
    'canonical/ubuntu/server/noble/stable/current/arm64/hvm/ebs-gp3/ami-id',
    'canonical/ubuntu/pro-server/20.04/stable/current/amd64/hvm/ebs-gp2/ami-id',
    'canonical/ubuntu/eks-pro/22.04/1.29/stable/current/amd64/hvm/ebs-gp2/ami-id',
    'debian/release/12/latest/arm64',
    'debian/daily/trixie/latest/amd64',
    'suse/sles/15-sp6/x86_64/latest',
    'ec2-macos/sonoma/arm64_mac/latest/image_id',
    'cloud9/amis/amazonlinux-2023-x86_64',
  ])('there is %s', (name) => {
    expect(isImage(name)).toBe(true);
    expect(findPublicParameter(`/aws/service/${name}`, region)?.dataType).toBe('aws:ec2:image');
  });

  it('there is none under a name that AWS does not have', () => {
    for (const name of ['ami-windows-latest/Windows_Server-2022', 'nothing/here', 'ecs', '']) {
      expect(valueOf(name)).toBeUndefined();
    }
  });

  it('have ids that differ by image and region, but for one under several names', () => {
    const [al2023, numbered] = ['default', '6.1'].map((kernel) =>
      valueOf(`ami-amazon-linux-latest/al2023-ami-kernel-${kernel}-x86_64`),
    );
    expect(al2023).toBe(numbered);
    expect(valueOf('ami-amazon-linux-latest/al2023-ami-kernel-6.12-x86_64')).not.toBe(al2023);
    const elsewhere = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64';
    expect(findPublicParameter(elsewhere, 'us-east-1')?.value).not.toBe(al2023);
  });

  it('of hosts of containers are described', () => {
    const name = 'eks/optimized-ami/1.31/amazon-linux-2023/arm64/standard/recommended';
    expect(JSON.parse(valueOf(name) ?? '')).toMatchObject({
      image_id: valueOf(`${name}/image_id`),
      release_version: valueOf(`${name}/release_version`),
    });
    expect(findPublicParameter(`/aws/service/${name}`, region)?.dataType).toBe('text');
  });
});

describe('the global infrastructure', () => {
  it.each([
    ['regions/us-east-2/services/ssm/endpoint', 'ssm.us-east-2.amazonaws.com'],
    ['regions/eu-west-1/services/stepfunctions/endpoint', 'states.eu-west-1.amazonaws.com'],
    ['regions/eu-west-1/services/iam/endpoint', 'iam.amazonaws.com'],
    ['regions/cn-north-1/services/sqs/endpoint', 'sqs.cn-north-1.amazonaws.com.cn'],
    ['regions/us-gov-west-1/partition', 'aws-us-gov'],
    ['regions/ap-northeast-1/availability-zones/apne1-az4', 'apne1-az4'],
    ['availability-zones/use1-az6', 'use1-az6'],
    ['availability-zones/afs1-az1', 'afs1-az1'],
    ['availability-zones/usgw1-az1', 'usgw1-az1'],
    ['services/sqs/regions/eu-north-1', 'eu-north-1'],
  ])('%s is %s', (name, value) => expect(valueOf(`global-infrastructure/${name}`)).toBe(value));
});

describe('a listing', () => {
  const namesOf = (path: string, recursive = true) =>
    listPublicParameters(path, recursive, region).map(({ name }) => name);

  it('is in the order of the names, over all families', () => {
    const names = namesOf('/aws/service');
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('/aws/service/debian/release/12/latest/amd64');
  });

  it('holds what is directly below the path, or all', () => {
    const path = '/aws/service/global-infrastructure/regions/us-west-1/availability-zones';
    expect(namesOf(path, false)).toEqual([`${path}/usw1-az1`, `${path}/usw1-az3`]);
    expect(namesOf('/aws/service', false)).toEqual([]);
    expect(namesOf('/aws/service/global-infrastructure/regions', false)).toContain(
      '/aws/service/global-infrastructure/regions/eu-central-1',
    );
    expect(namesOf('/aws/service/deb')).toEqual([]);
    expect(namesOf('/aws/service/suse/sles/15-sp6')).toHaveLength(2);
  });
});
