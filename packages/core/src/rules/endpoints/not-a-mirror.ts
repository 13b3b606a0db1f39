import { byNotableEndpoint, nothing } from '../by-table.ts';
import { hostOf } from '../data/hosts.ts';
import { isPlainRegistry, mirroredRegistry, servesImagesOf } from '../data/mirrors.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const notAMirror: Rule = {
  meta: {
    code: 'MW315',
    name: 'not-a-mirror',
    family: 'endpoints',
    severity: 'error',
    summary: 'A plain registry is used as a mirror, or a mirror of one registry for another.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byNotableEndpoint(({ placed, mirror, location, span }) => {
    const { prefix } = placed.registry;
    const host = hostOf(location);
    const hub = hostOf(prefix) === 'docker.io';
    const held = mirroredRegistry(host);
    const wanted = mirroredRegistry(hostOf(prefix)) ?? hostOf(prefix);
    const ownName = hostOf(prefix) === host || prefix.startsWith('*.');
    if (held !== undefined && !ownName && !servesImagesOf(wanted, held, location)) {
      if (mirror === undefined && placed.defaulted) return nothing;
      return [{ path: placed.path, span, ...wrongSource(prefix, host, held) }];
    }
    if (!hub || !isPlainRegistry(host) || host !== location) return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `${host} is a registry of its own and mirrors nothing.`,
        why: 'It holds what its users put there: images of Docker Hub are not found, or are those of somebody else.',
        advice:
          'Use the address of the mirror service, which has a name for each user, or a mirror of your own.',
      },
    ];
  }),
};

function wrongSource(
  prefix: string,
  host: string,
  held: string,
): Pick<RuleFinding, 'message' | 'why' | 'advice'> {
  return {
    message: `${host} holds images of ${held}, not of ${prefix}.`,
    why: `Names are looked up there as if they were on ${held}: nothing is found, or an image of somebody else.`,
    advice: 'Remove it from this registry.',
  };
}
