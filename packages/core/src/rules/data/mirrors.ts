/** Registries that keep only what their owner put there, and are often taken for mirrors of Docker Hub. */
const plainRegistries: readonly RegExp[] = [
  /^mirror\.aliyuncs\.com$/,
  /^swr\.[\w-]+\.myhuaweicloud\.com$/,
  /^registry\.cn-[\w-]+\.aliyuncs\.com$/,
];

/** Public services that hold the images of one registry and no others. Source: the pages of the services. */
const mirrorsOfOne: readonly (readonly [RegExp, string])[] = [
  [/\.mirror\.aliyuncs\.com$/, 'docker.io'],
  [/^docker\.mirrors\.ustc\.edu\.cn$/, 'docker.io'],
  [/^docker\.mirrors\.sjtug\.sjtu\.edu\.cn$/, 'docker.io'],
  [/^hub-mirror\.c\.163\.com$/, 'docker.io'],
  [/^mirror\.baidubce\.com$/, 'docker.io'],
  [/^mirror\.ccs\.tencentyun\.com$/, 'docker.io'],
  [/^dockerhub\.azk8s\.cn$/, 'docker.io'],
  [/^registry\.docker-cn\.com$/, 'docker.io'],
  [/^mirror\.gcr\.io$/, 'docker.io'],
  [/^docker\.(?:nju\.edu\.cn|m\.daocloud\.io)$/, 'docker.io'],
  [/^quay\.(?:nju\.edu\.cn|m\.daocloud\.io)$/, 'quay.io'],
  [/^quay\.mirrors\.ustc\.edu\.cn$/, 'quay.io'],
  [/^gcr\.(?:nju\.edu\.cn|m\.daocloud\.io)$/, 'gcr.io'],
  [/^gcr\.mirrors\.ustc\.edu\.cn$/, 'gcr.io'],
  [/^ghcr\.(?:nju\.edu\.cn|m\.daocloud\.io)$/, 'ghcr.io'],
  [/^k8s\.m\.daocloud\.io$/, 'registry.k8s.io'],
  [/^k8s-gcr\.m\.daocloud\.io$/, 'k8s.gcr.io'],
  [/^mcr\.m\.daocloud\.io$/, 'mcr.microsoft.com'],
  [/^nvcr\.m\.daocloud\.io$/, 'nvcr.io'],
];

/** Whether the host keeps images of its own and mirrors nothing. */
export function isPlainRegistry(host: string): boolean {
  return plainRegistries.some((pattern) => pattern.test(host));
}

/** The registry whose images the host holds, and no others; undefined for hosts that are no such service. */
export function mirroredRegistry(host: string): string | undefined {
  return mirrorsOfOne.find(([pattern]) => pattern.test(host))?.[1];
}

/** Public registries whose namespaces belong to projects, so that none holds Docker Hub's official images. */
export const projectRegistries: ReadonlySet<string> = new Set([
  'quay.io',
  'ghcr.io',
  'registry.gitlab.com',
  'registry.k8s.io',
]);
