import type { QuickPickItem } from 'vscode';

/** A line below a list that says why a typed text is no answer; none where the list has something that fits it. */
export function refusedItems(
  text: string,
  why: string | undefined,
  items: readonly QuickPickItem[],
): readonly QuickPickItem[] {
  const wanted = text.toLowerCase();
  const fits = ({ label, description = '' }: QuickPickItem): boolean =>
    label.toLowerCase().includes(wanted) || description.toLowerCase().includes(wanted);
  if (text === '' || why === undefined || items.some(fits)) return [];
  return [{ label: text, description: why, alwaysShow: true }];
}
