import type { Severity } from '../rule.ts';
import { mayBeAmong, withoutPort } from './hosts.ts';

/** A registry or mirror that no longer serves what it did. */
export interface RetiredHost {
  /** The host, or with a leading dot everything below it. */
  readonly host: string;
  readonly since: string;
  readonly instead: string;
  readonly severity: Severity;
}

/** Source: the operators' own announcements. */
const retired: readonly RetiredHost[] = [
  {
    host: 'registry.centos.org',
    since: '2022, with the CentOS container registry',
    instead: 'quay.io/centos',
    severity: 'warning',
  },
  { host: 'k8s.gcr.io', since: 'April 2023, frozen', instead: 'registry.k8s.io', severity: 'warning' },
  {
    host: 'docker.mirrors.ustc.edu.cn',
    since: '2020, closed to the public',
    instead: 'a mirror of your own',
    severity: 'warning',
  },
  {
    host: 'quay.mirrors.ustc.edu.cn',
    since: '2020, closed to the public',
    instead: 'a mirror of your own',
    severity: 'warning',
  },
  {
    host: 'gcr.mirrors.ustc.edu.cn',
    since: '2020, closed to the public',
    instead: 'a mirror of your own',
    severity: 'warning',
  },
  {
    host: '.azk8s.cn',
    since: '2020, closed to the public',
    instead: 'a mirror of your own',
    severity: 'warning',
  },
  { host: '.qiniu.com', since: '2021', instead: 'a mirror of your own', severity: 'warning' },
  { host: 'hub-mirror.c.163.com', since: '2024', instead: 'a mirror of your own', severity: 'warning' },
  { host: 'mirror.baidubce.com', since: '2024', instead: 'a mirror of your own', severity: 'warning' },
  { host: 'dockerproxy.com', since: '2024', instead: 'a mirror of your own', severity: 'warning' },
  {
    host: 'docker.nju.edu.cn',
    since: '2024, open on its campus only',
    instead: 'a mirror of your own',
    severity: 'info',
  },
];

const byHost = new Map(retired.map((entry) => [entry.host, entry]));
const mayBeRetired = mayBeAmong(byHost.keys());

/** The entry for a host: its own, or that of a domain above it. */
export function findRetired(host: string): RetiredHost | undefined {
  const name = withoutPort(host);
  if (!mayBeRetired(name)) return undefined;
  const exact = byHost.get(name);
  if (exact !== undefined) return exact;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const above = byHost.get(name.slice(dot));
    if (above !== undefined) return above;
  }
  return undefined;
}
