/** Whether the path is one where a signature policy lives, or is named so. */
export function isPolicyJsonPath(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return /^policy(?:[._-].*)?\.json$/.test(name) || /(?:^|\/)etc\/crio\/policies\/[^/]+\.json$/.test(path);
}

/** Whether a reader takes a file of a node at this path for its signature policy, whatever it holds. */
export function isNodePolicyPath(path: string): boolean {
  return /(?:^|\/)(?:containers\/policy|etc\/crio\/policies\/[^/]+)\.json$/.test(path);
}

const requirementType =
  /"type"\s*:\s*"(?:insecureAcceptAnything|reject|signedBy|sigstoreSigned|signedBaseLayer)"/;

/**
 * Whether the text is a signature policy: a JSON object that names `default` or `transports` and a requirement.
 * Under a name of its own (`policy.json`) any of the three is enough, so that a broken policy is still recognised.
 */
export function isPolicyJsonText(text: string, named: boolean): boolean {
  if (!/^\uFEFF?\s*(?:$|[{/])/.test(text)) return named && /^\s*(?:null|\[)/.test(text);
  if (/"(?:Version|Statement)"\s*:/.test(text) && !/"transports"\s*:/.test(text)) return false;
  const keys = /"(?:default|transports)"\s*:/i.test(text);
  const types = requirementType.test(text);
  return named ? keys || types || /^\uFEFF?\s*(?:\{\s*\}\s*)?$/.test(text) : keys && types;
}
