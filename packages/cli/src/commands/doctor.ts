import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';

interface Finding {
  subject: string;
  ready: boolean;
  detail: string;
}

/** What this machine can really run; each finding says what is missing and how it is got. */
export async function run(): Promise<number> {
  const groups: [string, Finding[]][] = [
    [
      'Instances',
      [namespaces(), engine('docker', '/var/run/docker.sock'), engine('podman', '/run/podman/podman.sock')],
    ],
    [
      'Function and build runtimes',
      [
        { subject: 'nodejs', ready: true, detail: `${process.version}, comes with Madang` },
        tool('python', 'python3', ['--version'], 'apt-get install python3'),
        tool('ruby', 'ruby', ['--version'], 'apt-get install ruby'),
        tool('java', 'java', ['-version'], 'apt-get install default-jre-headless'),
        tool('go', 'go', ['version'], 'apt-get install golang'),
      ],
    ],
    ['Source', [tool('git', 'git', ['--version'], 'apt-get install git')]],
    ['Browser', [browser()]],
  ];
  for (const [title, findings] of groups) {
    process.stdout.write(`${title}\n`);
    for (const { subject, ready, detail } of findings) {
      process.stdout.write(`  ${ready ? 'yes' : 'no '} ${subject.padEnd(12)} ${detail}\n`);
    }
  }
  return 0;
}

function namespaces(): Finding {
  const subject = 'namespaces';
  if (process.platform !== 'linux') return { subject, ready: false, detail: 'needs Linux' };
  const missing = ['unshare', 'ip', 'nft', 'mount'].filter((name) => which(name) === undefined);
  if (missing.length > 0) {
    return {
      subject,
      ready: false,
      detail: `missing ${missing.join(', ')}: apt-get install util-linux iproute2 nftables mount`,
    };
  }
  const rootless = userInfo().uid !== 0;
  const args = rootless ? ['-U', '--map-auto', '-n', '-m', 'true'] : ['-n', '-m', 'true'];
  const tried = spawnSync('unshare', args, { encoding: 'utf8', timeout: 5000 });
  if (tried.status !== 0)
    return { subject, ready: false, detail: tried.stderr.trim() || 'the kernel refuses new namespaces' };
  const sshd = which('sshd') ?? which('/usr/sbin/sshd');
  return {
    subject,
    ready: true,
    detail: `${rootless ? 'rootless' : 'as root'}${sshd ? '' : '; openssh-server is missing for ssh into instances'}`,
  };
}

function engine(name: string, socket: string): Finding {
  const path = which(name);
  if (!existsSync(socket)) {
    return {
      subject: name,
      ready: false,
      detail: path ? `${path} is installed, but nothing serves ${socket}` : 'not installed',
    };
  }
  return { subject: name, ready: true, detail: `serves ${socket}` };
}

function tool(subject: string, command: string, args: string[], install: string): Finding {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 5000 });
  if (result.error !== undefined || result.status !== 0)
    return { subject, ready: false, detail: `not found: ${install}` };
  return { subject, ready: true, detail: (result.stdout || result.stderr).split('\n', 1)[0] ?? '' };
}

function browser(): Finding {
  const found = ['chromium', 'google-chrome', 'chromium-browser', 'firefox'].map(which).find(Boolean);
  return { subject: 'browser', ready: found !== undefined, detail: found ?? 'not found: apt-get install chromium' };
}

function which(command: string): string | undefined {
  if (command.startsWith('/')) return existsSync(command) ? command : undefined;
  const directories = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return directories.map((directory) => `${directory}/${command}`).find((path) => existsSync(path));
}
