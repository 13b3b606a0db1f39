/** Registries that keep only what their owner put there, and are often taken for mirrors of Docker Hub. */
const plainRegistries: readonly RegExp[] = [
  /^mirror\.aliyuncs\.com$/,
  /^swr\.[\w-]+\.myhuaweicloud\.com$/,
  /^registry\.cn-[\w-]+\.aliyuncs\.com$/,
];

/** Services that hold Docker Hub's images only. */
const hubMirrors: readonly RegExp[] = [
  /\.mirror\.aliyuncs\.com$/,
  /^docker\.mirrors\.ustc\.edu\.cn$/,
  /^hub-mirror\.c\.163\.com$/,
  /^mirror\.baidubce\.com$/,
  /^dockerhub\.azk8s\.cn$/,
];

/** Whether the host keeps images of its own and mirrors nothing. */
export function isPlainRegistry(host: string): boolean {
  return plainRegistries.some((pattern) => pattern.test(host));
}

/** Whether the host holds Docker Hub's images and no others. */
export function isHubMirror(host: string): boolean {
  return hubMirrors.some((pattern) => pattern.test(host));
}

/** Public registries whose namespaces belong to projects, so that none holds Docker Hub's official images. */
export const projectRegistries: ReadonlySet<string> = new Set([
  'quay.io',
  'ghcr.io',
  'registry.gitlab.com',
  'registry.k8s.io',
]);
