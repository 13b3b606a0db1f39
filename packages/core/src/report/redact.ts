const mayHoldSecrets = /auth|password|token|PRIVATE KEY|dockerc|pullSecret|LS0tLS1CRUdJTiB/;

// Written so that no character is looked at twice: bounded gaps, and nothing behind what repeats.
const login =
  /\b((?:auth|password|identitytoken|registrytoken)\\{0,8}["']?[ \t]{0,8}:[ \t]{0,8}\\{0,8}["']?)([^\s"'\\,}]+)/g;
const secretKey = String.raw`(?:\.dockerconfigjson|\.dockercfg|pullSecret)["']?[ \t]{0,8}:[ \t]{0,8}`;
const quoted = new RegExp(`(${secretKey})("(?:[^"\\\\\\n]|\\\\.)*|'[^'\\n]*|[^"'|>\\s][^\\n]*)`, 'g');
const block = new RegExp(`(${secretKey}[|>][-+0-9]{0,2}[ \\t]*\\n)((?:[ \\t]+[^\\n]*(?:\\n|$))+)`, 'g');
const privateKey = /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)([^-]*)/g;
// the same in base64: BEGIN, and PRIVATE or the first letter of RSA, EC, OPENSSH, DSA
const encodedKey = /(LS0tLS1CRUdJTiB)((?:QUklW|[SFPE])[A-Za-z0-9+/=]*)/g;

/**
 * A text with stars in place of logins and private keys, of the same length, line by line: places in it stay where they
 * are. Excerpts and diffs are made of it.
 */
export function redactSecrets(text: string): string {
  if (!mayHoldSecrets.test(text)) return text;
  return [block, quoted, login, privateKey, encodedKey].reduce(
    (left, pattern) =>
      left.replace(pattern, (_, before: string, secret: string) => before + secret.replace(/[^\s"']/g, '*')),
    text,
  );
}
