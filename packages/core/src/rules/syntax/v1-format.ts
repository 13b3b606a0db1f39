import { v1Content } from '../../runtimes/containers/v1.ts';
import type { NodeView } from '../../snapshot/node.ts';
import { registriesDocuments } from '../load-errors.ts';
import type { Rule } from '../rule.ts';
import { firstV1Header, v1ToV2 } from '../v1-to-v2.ts';

export const v1Format: Rule = {
  meta: {
    code: 'MW012',
    name: 'v1-format',
    family: 'syntax',
    severity: 'warning',
    summary: 'The file is written in the version 1 format, which current releases no longer read.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B18', 'C85'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/container-libs/issues/1029',
    ],
  },
  check: function* ({ node, target }) {
    const conditions = conditionsByPath(node);
    for (const document of registriesDocuments(node).values()) {
      const key = v1Content(document.model, target);
      const condition = conditions.get(document.path) ?? new Set<string>();
      if (key === undefined || condition.has('B17')) continue;
      const refused = condition.has('B18');
      yield {
        path: document.path,
        span: firstV1Header(document) ?? key,
        message: 'This file is written in the version 1 format.',
        why: refused
          ? `${target.id} uses containers/image 5.40 or later, which refuses the whole file.`
          : `${target.id} still knows it; releases with containers/image 5.40 or later refuse the whole file.`,
        advice: 'Write the file as version 2; the fix does it and keeps the comments.',
        fatal: refused,
        fixes: v1ToV2(document, condition.has('B16') ? 'review' : 'safe'),
      };
    }
  },
};

function conditionsByPath(node: NodeView): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { condition, origin } of node.config().loadErrors) {
    const known = found.get(origin.path) ?? new Set<string>();
    found.set(origin.path, known.add(condition));
  }
  return found;
}
