import type { MirrorPolicy } from '../../policy/model.ts';
import { aliasValueError, shortNameError } from '../../runtimes/containers/list-errors.ts';
import { at, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const malformedPolicyAlias: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW726',
    name: 'malformed-policy-alias',
    severity: 'error',
    summary: 'An alias is no short name, or its value is no repository of a registry.',
    covers: ['B14', 'B15'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/shortnames.go'],
  }),
  check: function* ({ document }) {
    const why = 'Readers refuse the whole file for one such alias.';
    for (const { name, value } of document.model.aliases) {
      const nameError = shortNameError(name.value);
      if (nameError !== undefined)
        yield at(document, name.span, {
          message: nameError,
          why,
          advice: 'Name it as users type it, without registry, tag and digest, such as nginx or acme/web.',
        });
      const valueError = value.value === '' ? undefined : aliasValueError(value.value);
      if (valueError !== undefined)
        yield at(document, value.span, {
          message: valueError,
          why,
          advice:
            'Write registry and repository without a tag, such as quay.io/acme/web; "" erases an alias.',
        });
    }
  },
};
