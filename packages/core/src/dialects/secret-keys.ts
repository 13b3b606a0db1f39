/*
 * Which values of the formats around registries are secret: credentials of auth.json and .dockercfg, `configs.*.auth` of
 * k3s and RKE2, headers of containerd's hosts.toml, and what every format calls a password or a token.
 */

const secretEndings: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'clientkeydata',
  'authorization',
];

/** Whether a value under this key is secret wherever it stands. */
export function isSecretKey(key: string): boolean {
  const folded = key.toLowerCase().replace(/[-_.]/g, '');
  return folded === 'auth' || secretEndings.some((ending) => folded.endsWith(ending));
}

/** Whether every value below this key is secret, names included in what is not shown. */
export function holdsSecrets(key: string): boolean {
  const folded = key.toLowerCase();
  return folded === 'auths' || folded === 'header' || folded === 'httpheaders';
}

/** Whether a value names a secret that lies elsewhere instead of being one: `${NAME}`, `{{ name }}`, or nothing. */
export function isReference(value: string): boolean {
  return /^\s*(?:\$\{[^{}]*\}|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|\*+|null|true|false)?\s*$/.test(value);
}
