import {
  defaultTarget,
  type MirrorPolicy,
  parseAnyTarget,
  readMirrorPolicy,
  sourceText,
} from '@mirrorwright/core';
import { type QuickPick, type QuickPickItem, type TextDocument, window, workspace } from 'vscode';
import { dialectOf } from '../stub/recognise.ts';
import { refusedItems } from './refused.ts';

/** Targets to offer where nobody named any. */
const usual: readonly string[] = [
  defaultTarget.id,
  'podman@4.9',
  'cri-o@1.33',
  'buildah@1.43',
  'skopeo@1.22',
  'openshift@4.16',
  'openshift@4.20',
];

/** The targets a document is for: those of a mirror policy, else those of the settings that fit. */
export function targetsOf(document: TextDocument | undefined): readonly string[] {
  const dialect = document && dialectOf(document);
  const named =
    dialect === 'mirror-policy' ? targetsIn(readMirrorPolicy('', sourceText(document!.getText())).model) : [];
  const chosen = named.length > 0 ? named : settingTargets(document).filter(isTarget);
  if (dialect !== 'openshift') return chosen.length > 0 ? chosen : [defaultTarget.id];
  const releases = chosen.filter((id) => id.startsWith('openshift'));
  if (releases.length > 0) return releases;
  const newest = parseAnyTarget('openshift');
  return newest.ok ? [newest.target.id] : [];
}

function targetsIn({ targets }: MirrorPolicy): readonly string[] {
  return targets.map(({ value }) => value).filter(isTarget);
}

function settingTargets(document: TextDocument | undefined): readonly string[] {
  const value = workspace.getConfiguration('mirrorwright', document?.uri).get<unknown>('targets');
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function isTarget(text: string): boolean {
  return parseAnyTarget(text).ok;
}

/** Asks for one target: those of the document first, or of the settings, then the usual ones, or any that is typed. */
export function pickTarget(
  document: TextDocument | undefined,
  title: string,
  without?: string,
): Promise<string | undefined> {
  const own = targetsOf(document).filter((id) => id !== without);
  const onlyReleases = document !== undefined && dialectOf(document) === 'openshift';
  const others = usual.filter(
    (id) => id !== without && !own.includes(id) && (!onlyReleases || id.startsWith('openshift')),
  );
  const items = [
    ...own.map((label) => ({
      label,
      description: document === undefined ? 'chosen now' : 'named for this file',
    })),
    ...others.map((label) => ({ label })),
  ];
  return pickOrType(items, title);
}

/** A list to choose from; what is typed and is a target too can be chosen as well. */
function pickOrType(items: readonly QuickPickItem[], title: string): Promise<string | undefined> {
  const pick = window.createQuickPick();
  pick.title = title;
  pick.placeholder = 'A reader and its version, such as podman@5.4 or openshift@4.16';
  pick.items = items;
  pick.onDidChangeValue((value) => {
    const text = value.trim();
    const result = parseAnyTarget(text);
    const typed =
      result.ok && !items.some(({ label }) => label === result.target.id) ? [result.target.id] : [];
    pick.items = [
      ...typed.map((label) => ({ label, description: 'as typed' })),
      ...items,
      ...refusedItems(text, result.ok ? undefined : result.message, items),
    ];
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const label = chosenLabel(pick, items);
      if (label === undefined) return;
      resolve(label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** What is typed counts where the item in front does not fit it: Enter may come before the list has followed. */
function chosenLabel(
  { value, activeItems }: QuickPick<QuickPickItem>,
  items: readonly QuickPickItem[],
): string | undefined {
  const typed = value.trim();
  const result = parseAnyTarget(typed);
  const active = activeItems[0]?.label;
  const label = items.some((item) => item.label === active) ? active : undefined;
  if (typed === '' || label?.includes(typed)) return label;
  return result.ok ? result.target.id : label;
}
