import { Uri, workspace } from 'vscode';

/** A test inside the editor. */
interface EditorTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What a run writes at its end. A host that dies before leaves none. */
export interface SuiteResult {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly name: string; readonly error: string }[];
  /** What tests measured, in words. */
  readonly notes: readonly string[];
}

const groups = new Map<string, EditorTest[]>();
const notes: string[] = [];

/** Adds a test to a group; a run names the groups it is of. */
export function test(group: string, name: string, run: () => Promise<void>): void {
  groups.set(group, [...(groups.get(group) ?? []), { name, run }]);
}

export function note(text: string): void {
  notes.push(text);
}

const limitMs = 60_000;

/** Runs the groups that `groups.json` beside the workspace names, and writes `result.json` there. */
export async function runGroups(): Promise<void> {
  const place = Uri.joinPath(workspace.workspaceFolders![0]!.uri, '..');
  const text = await workspace.fs.readFile(Uri.joinPath(place, 'groups.json'));
  const names = JSON.parse(new TextDecoder().decode(text)) as readonly string[];
  const passed: string[] = [];
  const failed: { name: string; error: string }[] = [];
  for (const { name, run } of names.flatMap((group) => groups.get(group) ?? [])) {
    try {
      await within(limitMs, run());
      passed.push(name);
      console.log(`ok ${name}`);
    } catch (error) {
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failed.push({ name, error: words });
      console.error(`FAILED ${name}\n${words}`);
    }
  }
  const result: SuiteResult = { passed, failed, notes };
  await workspace.fs.writeFile(
    Uri.joinPath(place, 'result.json'),
    new TextEncoder().encode(JSON.stringify(result)),
  );
  if (failed.length > 0) throw new Error(`${failed.length} of the tests failed`);
}

async function within(limit: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until something is there, by asking again; the last answer is in the error. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
