/** Registries that keep only what their owner put there, and are often taken for mirrors of Docker Hub. */
const plainRegistries: readonly RegExp[] = [
  /^mirror\.aliyuncs\.com$/,
  /^swr\.[\w-]+\.myhuaweicloud\.com$/,
  /^registry\.cn-[\w-]+\.aliyuncs\.com$/,
];

/** Public services that hold the images of one registry and no others. Source: the pages of the services. */
const mirrorsOfOne: ReadonlyMap<string, string> = new Map([
  ['docker.mirrors.ustc.edu.cn', 'docker.io'],
  ['docker.mirrors.sjtug.sjtu.edu.cn', 'docker.io'],
  ['hub-mirror.c.163.com', 'docker.io'],
  ['mirror.baidubce.com', 'docker.io'],
  ['mirror.ccs.tencentyun.com', 'docker.io'],
  ['dockerhub.azk8s.cn', 'docker.io'],
  ['registry.docker-cn.com', 'docker.io'],
  ['mirror.gcr.io', 'docker.io'],
  ['docker.nju.edu.cn', 'docker.io'],
  ['docker.m.daocloud.io', 'docker.io'],
  ['dockerproxy.com', 'docker.io'],
  ['reg-mirror.qiniu.com', 'docker.io'],
  ['docker.1panel.live', 'docker.io'],
  ['docker.1ms.run', 'docker.io'],
  ['quay.nju.edu.cn', 'quay.io'],
  ['quay.m.daocloud.io', 'quay.io'],
  ['quay.mirrors.ustc.edu.cn', 'quay.io'],
  ['quay.dockerproxy.com', 'quay.io'],
  ['quay-mirror.qiniu.com', 'quay.io'],
  ['quay.azk8s.cn', 'quay.io'],
  ['gcr.nju.edu.cn', 'gcr.io'],
  ['gcr.m.daocloud.io', 'gcr.io'],
  ['gcr.mirrors.ustc.edu.cn', 'gcr.io'],
  ['gcr.dockerproxy.com', 'gcr.io'],
  ['gcr-mirror.qiniu.com', 'gcr.io'],
  ['gcr.azk8s.cn', 'gcr.io'],
  ['ghcr.nju.edu.cn', 'ghcr.io'],
  ['ghcr.m.daocloud.io', 'ghcr.io'],
  ['ghcr.dockerproxy.com', 'ghcr.io'],
  ['k8s.mirror.nju.edu.cn', 'registry.k8s.io'],
  ['k8s.dockerproxy.com', 'registry.k8s.io'],
  ['k8s-gcr-io.mirrors.sjtug.sjtu.edu.cn', 'k8s.gcr.io'],
  ['mcr.dockerproxy.com', 'mcr.microsoft.com'],
  ['nvcr.nju.edu.cn', 'nvcr.io'],
  ['k8s.m.daocloud.io', 'registry.k8s.io'],
  ['k8s-gcr.m.daocloud.io', 'k8s.gcr.io'],
  ['mcr.m.daocloud.io', 'mcr.microsoft.com'],
  ['nvcr.m.daocloud.io', 'nvcr.io'],
]);

/** Accounts of Alibaba's accelerator, one host each. */
const acceleratorSuffix = '.mirror.aliyuncs.com';

/** Hosts of the services above, or domains that they are below. */
export const serviceHosts: readonly string[] = [
  ...mirrorsOfOne.keys(),
  acceleratorSuffix,
  'mirror.aliyuncs.com',
  'myhuaweicloud.com',
];

/** Whether the host keeps images of its own and mirrors nothing. */
export function isPlainRegistry(host: string): boolean {
  return plainRegistries.some((pattern) => pattern.test(host));
}

/** The registry whose images the host holds, and no others; undefined for hosts that are no such service. */
export function mirroredRegistry(host: string): string | undefined {
  return host.endsWith(acceleratorSuffix) ? 'docker.io' : mirrorsOfOne.get(host);
}

/**
 * Whether a mirror of `held`, at that location, holds what is asked of `wanted`: the same registry, or one of the names
 * under which the images of Kubernetes were and are published.
 */
export function servesImagesOf(wanted: string, held: string, location: string): boolean {
  if (wanted === held) return true;
  if (wanted !== 'k8s.gcr.io' && wanted !== 'registry.k8s.io') return false;
  if (held === 'k8s.gcr.io' || held === 'registry.k8s.io') return true;
  return held === 'gcr.io' && /^[^/]+\/(?:google[-_]containers|k8s-artifacts-prod)(?:\/|$)/.test(location);
}

/** Public registries whose namespaces belong to projects, so that none holds Docker Hub's official images. */
export const projectRegistries: ReadonlySet<string> = new Set([
  'quay.io',
  'ghcr.io',
  'registry.gitlab.com',
  'registry.k8s.io',
]);
