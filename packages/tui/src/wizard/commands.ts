import { sampleImage } from './preview.ts';
import type { WizardState } from './state.ts';

type Subject = Pick<WizardState, 'policyPath' | 'root' | 'into' | 'policy'>;

/** The same from the command line, for the closing card: one a line. */
export function equivalentCommands({ policyPath, root, into, policy }: Subject): readonly string[] {
  const file = into === null ? '' : ` --into ${quote(into)}`;
  const target = policy.model.targets[0]?.value;
  const forTarget = target === undefined ? '' : ` --target ${quote(target)}`;
  return [
    `see      mirrorwright preview ${quote(policyPath)} --diff --root ${quote(root)}${file}`,
    `repeat   mirrorwright init --answers ${quote(policyPath)} --no-input --root ${quote(root)}${file} --yes`,
    `check    mirrorwright lint --root ${quote(root)}${forTarget}`,
    `explain  mirrorwright explain ${quote(sampleImage(policy.model))} --root ${quote(root)}${forTarget}`,
  ];
}

function quote(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
