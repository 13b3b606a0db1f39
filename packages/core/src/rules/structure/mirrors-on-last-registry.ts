import type { RegistriesConf, RegistryTable } from '../../dialects/registries-conf/model.ts';
import type { Rule } from '../rule.ts';

export const mirrorsOnLastRegistry: Rule<RegistriesConf> = {
  meta: {
    code: 'MW113',
    name: 'mirrors-on-last-registry',
    family: 'structure',
    severity: 'warning',
    summary: 'All mirrors of the file stand below its last registry.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C4'],
    cites: ['https://github.com/containers/image/issues/1523'],
  },
  check: function* ({ document: { path, model } }) {
    const last = model.registries.at(-1);
    const earlier = model.registries.slice(0, -1);
    const first = last?.mirrors[0];
    if (last === undefined || first === undefined || last.mirrors.length < 2 || earlier.length < 2) return;
    if (last.mirrors.length <= earlier.length || !earlier.every(waitsForMirrors)) return;
    const names = earlier
      .map(({ location }) => location?.value ?? '')
      .slice(0, 3)
      .join(', ');
    yield {
      path,
      span: first.headSpan,
      message: `All ${last.mirrors.length} mirrors of this file belong to its last registry, ${last.location?.value ?? last.prefix?.value}.`,
      why: `A [[registry.mirror]] belongs to the [[registry]] above it only; ${names} have none.`,
      advice: 'Write the mirrors below each registry that they serve.',
      related: [{ origin: { path, span: last.headSpan }, message: 'the only registry that uses them' }],
    };
  },
};

/** A table that says nothing but where it is: without a mirror it changes nothing. */
function waitsForMirrors({ mirrors, prefix, location, insecure, blocked }: RegistryTable): boolean {
  const plain = prefix === undefined || prefix.value === '' || prefix.value === location?.value;
  return mirrors.length === 0 && plain && insecure?.value !== true && blocked?.value !== true;
}
