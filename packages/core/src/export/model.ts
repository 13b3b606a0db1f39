import type { NodeFile } from '../model/node-file.ts';
import type { NodeEntry } from '../nodes/model.ts';
import type { NodePlan, Refusal } from '../plan/model.ts';
import type { Prepared } from '../plan/order.ts';
import { secretSpans } from '../plan/secrets.ts';
import type { OrderedFile, ReloadStep } from '../ports.ts';
import { sourceText } from '../text/source.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** One node of a plan, looked at again: what leaves for other tools is made of it. */
export interface ExportNode {
  readonly entry: NodeEntry;
  readonly plan: NodePlan;
  readonly prepared: Prepared;
}

/** A plan that leaves this machine in a form that others carry out. */
export interface ExportRequest {
  readonly planId: string;
  readonly nodes: readonly ExportNode[];
  /** The text that runs on nodes during a push. */
  readonly script: string;
}

/** Files to be written below a folder. */
export interface Exported {
  readonly files: readonly NodeFile[];
  readonly notes: readonly string[];
}

/**
 * Why a plan may not leave: the whole new text of each file is carried, so a secret anywhere in it counts, also one that
 * was there before.
 */
export function exportRefusals(nodes: readonly ExportNode[]): readonly Refusal[] {
  return nodes.flatMap(({ entry, prepared }) =>
    prepared.changes.flatMap(({ path, after }) => {
      const [secret] = secretSpans(path, after);
      if (secret === undefined) return [];
      const { line } = sourceText(after).position(secret.start);
      return [
        {
          path,
          message: `${path} of ${entry.name} holds a secret in line ${line}; what is exported carries the whole file and is no place for one`,
          nextStep:
            'push the plan by ssh, which sends only the edits, or move the secret into a file of its own',
        },
      ];
    }),
  );
}

/** The text a file of the order shall have. */
export function contentOf({ content }: OrderedFile): string {
  return content === undefined ? '' : (decodeUtf8(content) ?? '');
}

const podmanService = 'podman.service';

/**
 * What is reloaded. What runs when the export is carried out may differ from what ran when it was made: the API service
 * of podman is always named, and left alone where it does not run.
 */
export function reloadsOf({ plan, prepared }: ExportNode): readonly ReloadStep[] {
  const { reload } = prepared.order;
  const known = prepared.changes.some(({ placement }) => placement === 'known');
  if (plan.reload === 'asked' || !known || reload.some(({ unit }) => unit === podmanService)) return reload;
  return [{ unit: podmanService, verb: 'try-restart' }, ...reload];
}
