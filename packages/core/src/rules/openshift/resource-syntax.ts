import type { OpenShiftModel } from '../../dialects/openshift/model.ts';
import { openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const resourceSyntax: Rule<OpenShiftModel> = {
  meta: openshiftMeta({
    code: 'MW858',
    name: 'resource-syntax',
    severity: 'error',
    summary: 'A file of resources is not well-formed YAML or JSON.',
    scope: 'document',
    covers: ['O-syntax'],
    cites: ['https://yaml.org/spec/1.2.2/'],
  }),
  *check({ document: { path, source, tree } }) {
    for (const { id, span, message, related } of tree.problems) {
      const text = source.slice(span);
      const isWildcard = id === 'unknown-alias' && text.startsWith('*.');
      yield {
        path,
        span,
        fatal: true,
        message: isWildcard ? `${text} must be quoted.` : `${message}.`,
        why: isWildcard
          ? 'In YAML an unquoted star refers to another part of the document: the entry is lost, and the file is refused.'
          : 'oc and kubectl refuse the file. What could be read of it is judged all the same.',
        advice: isWildcard ? 'Put the value in quotes.' : 'Correct the file.',
        related: related === undefined ? [] : [{ origin: { path, span: related }, message: 'the first one' }],
        fixes: isWildcard
          ? [
              {
                title: 'Quote the wildcard',
                safety: 'safe',
                edits: [{ path, span, newText: JSON.stringify(text) }],
              },
            ]
          : [],
      };
    }
  },
};
