import { schemaNamed } from '../../packages/core/src/keys/document-schema.ts';
import type { Part } from './part.ts';

const names = ['registries-conf', 'policy-json', 'mirror-policy', 'openshift'];

/**
 * schemas/editor/: schemas for programs that serve a language beside our language server. They document and complete, and
 * refuse nothing. Those in schemas/ are for programs that judge files without ours.
 */
export const part: Part = {
  owns: ['schemas/editor'],
  make: () =>
    new Map(
      names.map((name) => [
        `schemas/editor/${name}.schema.json`,
        `${JSON.stringify(schemaNamed(name), null, 2)}\n`,
      ]),
    ),
};
