import type { RegistriesConf } from '../../dialects/registries-conf/model.ts';
import type { Rule } from '../rule.ts';

export const digestOnlyWithoutMirrors: Rule<RegistriesConf> = {
  meta: {
    code: 'MW115',
    name: 'digest-only-without-mirrors',
    family: 'structure',
    severity: 'info',
    summary: 'mirror-by-digest-only is set on a registry that has no mirrors.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C52'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  check: function* ({ document: { path, model } }) {
    for (const { mirrorByDigestOnly, mirrors } of model.registries) {
      if (mirrorByDigestOnly?.value !== true || mirrors.length > 0) continue;
      yield {
        path,
        span: mirrorByDigestOnly.keySpan ?? mirrorByDigestOnly.span,
        message: 'mirror-by-digest-only has no effect: this registry has no mirrors.',
        why: 'It only decides for which references the mirrors of the same table are used.',
        advice: 'Add the mirrors to this table, or remove the key.',
      };
    }
  },
};
