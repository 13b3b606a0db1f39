import { secretSpans } from '../dialects/secrets.ts';
import type { NodeFile } from '../model/node-file.ts';
import type { NodeEntry } from '../nodes/model.ts';
import type { NodePlan, Refusal } from '../plan/model.ts';
import type { Prepared } from '../plan/order.ts';
import type { NodeOrder, OrderedFile, ReloadStep } from '../ports.ts';
import { sourceText } from '../text/source.ts';
import { textOfFile } from '../text/utf8.ts';

/** One node of a plan, looked at again: what leaves for other tools is made of it. */
export interface ExportNode {
  readonly entry: NodeEntry;
  /** What the machine calls itself; empty where nobody knows. */
  readonly hostname: string;
  readonly order: NodeOrder;
  /** The texts that the files of the order replace, in its order; null: there is no file. */
  readonly before: readonly (string | null)[];
  readonly reload: readonly ReloadStep[];
  /** Whether a person said what is reloaded; else it is left out where no systemd runs. */
  readonly asked: boolean;
  readonly impact: readonly string[];
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

/** A node that was prepared for a push, to be carried out by somebody else. */
export function exportNode(entry: NodeEntry, plan: NodePlan, prepared: Prepared): ExportNode {
  return {
    entry,
    hostname: plan.hostname,
    order: prepared.order,
    before: prepared.changes.map(({ before }) => before),
    reload: reloadsOf(plan, prepared),
    asked: plan.reload === 'asked',
    impact: prepared.assessment.impact,
  };
}

const podmanService = 'podman.service';

/**
 * What runs when the export is carried out may differ from what ran when it was made: the API service of podman is
 * always named, and left alone where it does not run.
 */
function reloadsOf(plan: NodePlan, { order, changes }: Prepared): readonly ReloadStep[] {
  const known = changes.some(({ placement }) => placement === 'known');
  const named = order.reload.some(({ unit }) => unit === podmanService);
  if (plan.reload === 'asked' || !known || named) return order.reload;
  return [{ unit: podmanService, verb: 'try-restart' }, ...order.reload];
}

/**
 * Why a plan may not leave: the whole new text of each file is carried, so a secret anywhere in it counts, also one that
 * was there before.
 */
export function exportRefusals(nodes: readonly ExportNode[]): readonly Refusal[] {
  return nodes.flatMap(({ entry, order }) =>
    order.files.flatMap((file) => {
      const [path, text] = [file.path, contentOf(file)];
      const [secret] = secretSpans(path, text);
      if (secret === undefined) return [];
      const { line } = sourceText(text).position(secret.start);
      return [
        {
          path,
          message: `${path} of ${entry.name} holds a secret in line ${line}; what is exported carries the whole file and is no place for one`,
          nextStep: 'push the plan by ssh, without exporting it, or move the secret into a file of its own',
        },
      ];
    }),
  );
}

/** The text a file of the order shall have. */
export function contentOf({ content }: OrderedFile): string {
  return content === undefined ? '' : (textOfFile(content) ?? '');
}
