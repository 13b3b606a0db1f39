import { neutralize } from '@mirrorwright/core';
import { targetKinds } from './cluster.ts';
import { printedFiles } from './deliver.ts';
import { editText } from './editor.ts';
import type { WizardEvent } from './events.ts';
import { finish } from './finish.ts';
import type { SessionStore } from './sessions.ts';
import type { Request, Surroundings, WizardState } from './state.ts';
import { readAround } from './surroundings.ts';

/** How the wizard ended: what stays on the normal screen. */
export interface Ending {
  readonly text: string;
  readonly ok: boolean;
}

/** What carrying out a request leads to: an event for the machine, or the end. */
export type Performed = { readonly event: WizardEvent } | { readonly ending: Ending };

/** Carries out what the machine asks for. Both faces use it; what needs the screen itself they do beforehand. */
export async function perform(
  request: Request,
  state: WizardState,
  { user, sessions }: { readonly user: string | undefined; readonly sessions: SessionStore },
): Promise<Performed> {
  switch (request.kind) {
    case 'quit': {
      const kept = await sessions.keep(state).catch(() => false);
      const text = kept ? 'Nothing was written. The next start offers these answers again.\n' : '';
      return { ending: { ok: false, text } };
    }
    case 'print':
      await sessions.forget();
      return { ending: { ok: true, text: printedFiles(state) } };
    case 'save':
    case 'write':
      return deliver(request.kind === 'write', state, { user, sessions });
    case 'reread':
      return reread(state, user);
    case 'edit': {
      const result = await editText(state.policy.source.text, 'mirror-policy.yaml');
      return result.ok
        ? { event: { type: 'rewritten', text: result.text, message: 'the policy was edited' } }
        : said(result.reason);
    }
    case 'rule':
      return { event: { type: 'shown', ...(await rulePage(request.code)) } };
    case 'forget':
      await sessions.forget(state.offer?.id);
      return said('the earlier answers are gone');
    default:
      return said(null);
  }
}

async function reread(state: WizardState, user: string | undefined): Promise<Performed> {
  const { around, problems } = await readAround(state, user);
  if (problems.length > 0) return said(problems.join('; '), around);
  const { existing, inFolder, present } = around;
  const read = [
    ...(targetKinds(state).machines ? [`${existing.files.length} files below ${state.root}`] : []),
    ...(inFolder.length > 0 ? [`${inFolder.length} files of ${state.resources}`] : []),
    ...(present === null ? [] : [`${present.files.length} files of the cluster`]),
  ];
  return said(read.length === 0 ? null : `read ${read.join(', ')}`, around);
}

async function deliver(
  write: boolean,
  state: WizardState,
  { user, sessions }: { readonly user: string | undefined; readonly sessions: SessionStore },
): Promise<Performed> {
  const { lines, saved, around, card } = await finish(state, { write, user });
  if (saved !== undefined) {
    await sessions.forget();
    if (state.offer !== null) await sessions.forget(state.offer.id);
  }
  if (card === undefined) return { event: { type: 'answered', message: lines.join('; '), saved, around } };
  return {
    ending: {
      ok: true,
      text: `${card.map((line) => (line === '' ? '' : ` ${neutralize(line)}`)).join('\n')}\n`,
    },
  };
}

function said(message: string | null, around?: Surroundings): Performed {
  return { event: { type: 'answered', message, around } };
}

/** The page of a rule, loaded only when somebody asks for one. */
async function rulePage(
  code: string,
): Promise<{ readonly title: string; readonly lines: readonly string[] }> {
  const { rulePages } = await import('../generated/rule-pages.ts');
  const text = rulePages.get(code)?.replace(/<!--.*?-->\n+/s, '') ?? code;
  const [title = code, ...lines] = text.trimEnd().split('\n');
  return { title: title.replace(/^# /, ''), lines };
}
