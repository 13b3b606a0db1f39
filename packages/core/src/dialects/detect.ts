import type { Detection, DialectId } from './document.ts';
import { isOpenShift } from './openshift/detect.ts';
import { hasPlaceholders } from './placeholders.ts';
import { isNodePolicyPath, isPolicyJsonPath, isPolicyJsonText } from './policy-json/detect.ts';
import { detectRegistriesConf } from './registries-conf/detect.ts';

/**
 * What a file is, by its path and its content. Files that only share a name with a known format are recognised and
 * left alone, with the reason.
 */
export function detectDialect(path: string, text: string): Detection {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  if (/\.ya?ml$/.test(name)) return detectYaml(name, text);
  if (name.endsWith('.json') || isPolicyJsonPath(path)) return detectJson(path, text);
  return detectRegistriesConf(path, text) ?? { dialect: null, reason: 'not a format this program knows' };
}

function detectYaml(name: string, text: string): Detection {
  const named = /^mirror-policy.*\.ya?ml$/.test(name);
  if (named || (/^upstreams\s*:/m.test(text) && /^version\s*:\s*1\b/m.test(text)))
    return found('mirror-policy');
  if (isOpenShift(text)) return found('openshift');
  return {
    dialect: null,
    reason: 'YAML, but neither a mirror policy nor a resource of OpenShift that is known here',
  };
}

function detectJson(path: string, text: string): Detection {
  const named = isPolicyJsonPath(path);
  if (hasPlaceholders(text))
    return { dialect: null, reason: 'a template with placeholders, not yet a configuration' };
  // where a node has it, it is the policy however broken it is: that is what its reader says too
  if (isNodePolicyPath(path) || isPolicyJsonText(text, named)) return found('policy-json');
  if (isOpenShift(text)) return found('openshift');
  return { dialect: null, reason: 'JSON, but not a signature policy' };
}

function found(dialect: DialectId): Detection {
  return { dialect };
}
