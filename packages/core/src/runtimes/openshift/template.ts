import { templateRegistriesConf } from './encode.ts';
import { registriesPath } from './loader.ts';
import { templatePolicy } from './policy.ts';
import { policyPath } from './render.ts';

/** What every node has before the operator writes anything. */
const templateFiles: ReadonlyMap<string, string> = new Map([
  [registriesPath, templateRegistriesConf],
  [policyPath, templatePolicy],
]);

/** A node's files that the operator has a say in: those that are written or there, else those of the template. */
export function operatedFiles(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...templateFiles, ...[...files].filter(([path]) => isOperated(path))]);
}

/** Files of the template, and those that are there only where the operator has something to say. */
function isOperated(path: string): boolean {
  return (
    templateFiles.has(path) ||
    /^\/etc\/(?:containers\/registries\.conf\.d\/01-image-searchRegistries\.conf|containers\/registries\.d\/sigstore-registries\.yaml|crio\/policies\/.*)$/.test(
      path,
    )
  );
}
