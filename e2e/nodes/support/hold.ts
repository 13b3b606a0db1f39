import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { nodeScript } from '../../../packages/io/src/generated/node-script.ts';
import type { PseudoNode } from './nodes.ts';

/*
 * The node's script with one addition for tests: it can be held at a step, so that a fault meets it exactly there.
 */

const lab = '/etc/mirrorwright-lab';

const hold = `lab_hold() {
lab_mark=${lab}/hold-$1
[ -z "$2" ] || [ -e "$lab_mark" ] || lab_mark=${lab}/hold-$1-\${2##*/}
[ -e "$lab_mark" ] || return 0
printf x >/run/reached
while [ -e "$lab_mark" ]; do sleep 0.02 5>&- 8>&- 9>&-; done
}
`;

/** Told steps go through mw_step: a held one waits right after it was told. */
export const heldScript: string = makeHeld();

function makeHeld(): string {
  const told = 'printf \'step %s %s\\n\' "$1" "$mw_value" >&5 2>/dev/null\n';
  const parts = nodeScript.split(told);
  if (parts.length !== 2) throw new Error('the script on the node tells its steps in another way now');
  return `${hold}${parts[0]}${told}lab_hold "$1" "\${2-}"\n${parts[1]}`;
}

/** The same, and held within what is done at a target: after the look at what leads to it. */
export function heldWithin(): string {
  const places = [
    ['mw_fresh "$t_beside" || return 1\n', 'within-stage'],
    ['if [ "$4" = - ]; then mw_try rm -f "$t_file" || mw_fail_said', 'within-rename'],
    ['if [ "$mw_value" != "$3" ]; then t_from_backup', 'within-restore'],
  ] as const;
  return places.reduce((script, [line, name]) => {
    const parts = script.split(`\n${line}`);
    if (parts.length !== 2) throw new Error(`the script on the node does it in another way now: ${line}`);
    return `${parts[0]}\nlab_hold ${name} "$1"\n${line}${parts[1]}`;
  }, heldScript);
}

/** Every place where a fault can meet a push, in order. `rename-NAME` is the rename of that file. */
export const steps = [
  'lock',
  're-hash',
  'space',
  'stage',
  'validate',
  'back-up',
  'guard',
  'journal-prepared',
  'rename-policy.json',
  'rename-a.conf',
  'rename-b.conf',
  'rename-registries.conf',
  'journal-written',
  'reload',
  'try-restart',
  'health',
  'await-confirm',
  'journal-committed',
  'receipt',
  'unlock',
] as const;

export type StepName = (typeof steps)[number];

/** Also the moment after a file was restored. */
export type HoldName = StepName | `restored-${string}` | `within-${string}`;

export function holdAt(node: PseudoNode, step: HoldName): void {
  rmSync(node.at('/run/reached'), { force: true });
  writeFileSync(node.at(`${lab}/hold-${step}`), '');
}

export function isHeld(node: PseudoNode): boolean {
  return existsSync(node.at('/run/reached'));
}

export function release(node: PseudoNode, step: HoldName): void {
  rmSync(node.at(`${lab}/hold-${step}`), { force: true });
}
