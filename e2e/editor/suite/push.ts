import assert from 'node:assert/strict';
import {
  ConfigurationTarget,
  commands,
  type TextDocument,
  Uri,
  type WorkspaceConfiguration,
  workspace,
} from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, inFolder, open, replaceAll } from './support.ts';

const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';

interface Ended {
  readonly end: string;
  readonly planId?: string;
  readonly count?: number;
  readonly answered?: number;
  readonly reason?: string;
  readonly against?: readonly { readonly node: string; readonly message: string }[];
  readonly receipt?: {
    readonly nodes: readonly { readonly node: string; readonly outcome: string; readonly failure?: string }[];
  };
}

/** Runs a command; what a person would be asked is answered by the test. */
function run(command: string, answers: readonly unknown[], ...args: readonly unknown[]): Thenable<Ended> {
  return commands.executeCommand<Ended>(`mirrorwright.${command}`, ...args, { answers });
}

function node(name: string): { readonly id: string; readonly label: string; readonly subject: string } {
  return { id: `node:${name}`, label: name, subject: name };
}

/** What the test knows of the machines, written by who started them. */
async function machines(): Promise<{ readonly places: readonly string[]; readonly password: string }> {
  return JSON.parse(await textOf(inFolder('../machines.json')));
}

/** A file of a machine as this one sees it. */
async function at(number: number, path: string): Promise<Uri> {
  return Uri.file(`${(await machines()).places[number - 1]}${path}`);
}

async function onNode(number: number, path = dropIn): Promise<string | undefined> {
  const uri = await at(number, path);
  try {
    return await textOf(uri);
  } catch {
    return undefined;
  }
}

async function write(number: number, path: string, text: string): Promise<void> {
  await workspace.fs.writeFile(await at(number, path), new TextEncoder().encode(text));
}

async function textOf(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function shown(): readonly TextDocument[] {
  return workspace.textDocuments.filter(({ uri }) => uri.scheme === 'mirrorwright-plan');
}

const policy = (): Uri => inFolder('mirror-policy.yaml');

/** Saves a policy whose only mirror is at this place. */
async function mirrorAt(location: string): Promise<void> {
  const text = `version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: ${location}\n`;
  const { document } = await open('mirror-policy.yaml');
  await replaceAll(document, text);
  assert.equal(await document.save(), true);
  // the editor tells it a moment after the file is written
  await until('the policy to be saved', () => !document.isDirty);
}

function outcomes({ receipt }: Ended): readonly string[] {
  return receipt?.nodes.map(({ node: name, outcome }) => `${name} ${outcome}`) ?? [];
}

test('push', 'asks the nodes of the nodes file what they are', async () => {
  assert.deepEqual(await run('checkNodes', [], node('node1')), { end: 'checked', answered: 1 });
});

test('push', 'plans for a node and shows what would change, and nothing is written', async () => {
  await mirrorAt('one.corp.example');
  const planned = await run('planPush', [], policy(), node('node1'));
  assert.equal(planned.end, 'planned', JSON.stringify(planned));
  const [current, wanted] = await until('the changes', () => {
    const both = ['current', 'planned'].map((side) =>
      shown().find(({ uri }) => uri.query === side && uri.path === `/node1${dropIn}`),
    );
    return both[0] !== undefined && both[1] !== undefined ? [both[0], both[1]] : undefined;
  });
  assert.equal(current!.getText(), '');
  assert.match(wanted!.getText(), /location = "one\.corp\.example"/);
  assert.equal(await onNode(1), undefined);
  await closeAll();
});

test('push', 'writes nothing when the question is left', async () => {
  assert.deepEqual(await run('pushPlan', [undefined]), { end: 'cancelled' });
  assert.equal(await onNode(1), undefined);
});

test('push', 'saves the policy first, or plans nothing', async () => {
  const { document, edit } = await open('mirror-policy.yaml');
  await edit((edits) => edits.insert(document.positionAt(0), '# mine\n'));
  assert.deepEqual(await run('planPush', [undefined], document.uri, node('node1')), { end: 'cancelled' });
  assert.equal(document.isDirty, true);
  assert.equal((await run('planPush', ['Save'], document.uri, node('node1'))).end, 'planned');
  assert.equal(document.isDirty, false);
  assert.match(await textOf(document.uri), /^# mine\n/);
});

test('push', 'writes the files at a confirmed press', async () => {
  const pushed = await run('push', ['Push to node1'], policy(), node('node1'));
  assert.deepEqual(outcomes(pushed), ['node1 committed'], JSON.stringify(pushed));
  assert.match((await onNode(1)) ?? '', /one\.corp\.example/);
  assert.deepEqual(await run('push', [], policy(), node('node1')), { end: 'unchanged' });
});

test('push', 'stops where somebody wrote a file since the plan', async () => {
  assert.equal((await run('planPush', [], policy(), node('node2'))).end, 'planned');
  await write(2, dropIn, '# somebody else\n');
  const pushed = await run('pushPlan', ['Push to node2']);
  assert.equal(pushed.end, 'refused');
  assert.match(pushed.against?.[0]?.message ?? '', /50-mirrors\.conf/);
  assert.equal(await onNode(2), '# somebody else\n');
  await workspace.fs.delete(await at(2, dropIn));
});

test('push', 'to several nodes takes the id of the plan, typed', async () => {
  await mirrorAt('two.corp.example');
  const { planId = '', ...planned } = await run('planPush', [['node1', 'node2']], policy());
  assert.equal(planned.end, 'planned', JSON.stringify(planned));
  assert.deepEqual(await run('pushPlan', ['Push to 2 Nodes', 'ffffffffffff']), { end: 'cancelled' });
  assert.match((await onNode(1)) ?? '', /one\.corp\.example/);
  const pushed = await run('pushPlan', ['Push to 2 Nodes', planId.slice(0, 12)]);
  assert.deepEqual(outcomes(pushed), ['node1 committed', 'node2 committed'], JSON.stringify(pushed));
  for (const number of [1, 2]) assert.match((await onNode(number)) ?? '', /two\.corp\.example/);
  // and back, by the same gate
  assert.equal((await run('rollBack', ['Roll Back', 'no'], planId)).end, 'cancelled');
  const undone = await run('rollBack', ['Roll Back', planId.slice(0, 12)], planId);
  assert.deepEqual(outcomes(undone), ['node1 committed', 'node2 committed'], JSON.stringify(undone));
  assert.match((await onNode(1)) ?? '', /one\.corp\.example/);
  assert.equal(await onNode(2), undefined);
});

test('push', 'that is cancelled while it goes on takes back what it wrote', async () => {
  await mirrorAt('three.corp.example');
  const { planId = '' } = await run('planPush', [], policy(), node('node1'));
  await write(1, '/etc/mirrorwright-lab/slow', '');
  // a mirror that goes is severe
  const pushing = run('pushPlan', ['Push to node1', planId.slice(0, 12)]);
  await until(
    'the service to be reloaded',
    async () =>
      / reload crio/.test((await onNode(1, '/var/log/lab/systemctl')) ?? '') &&
      /three\.corp\.example/.test((await onNode(1)) ?? ''),
  );
  await run('cancelPush', []);
  await workspace.fs.delete(await at(1, '/etc/mirrorwright-lab/slow'));
  assert.deepEqual(outcomes(await pushing), ['node1 rolled-back']);
  assert.match((await onNode(1)) ?? '', /one\.corp\.example/);
});

test('push', 'saves a plan that can be opened again', async () => {
  assert.equal((await run('planPush', [], policy(), node('node2'))).end, 'planned');
  const file = inFolder('push.plan.json');
  await run('savePlan', [], file);
  await run('discardPlan', []);
  assert.deepEqual(await run('pushPlan', ['Push to node2']), { end: 'cancelled' });
  assert.equal((await run('openPlan', [], file)).end, 'planned');
  assert.deepEqual(outcomes(await run('pushPlan', ['Push to node2'])), ['node2 committed']);
});

test('push', 'remembers a password that it may remember, until it is told to forget it', async () => {
  const { password } = await machines();
  const check = (...answers: unknown[]): Thenable<Ended> => run('checkNodes', answers, node('node3'));
  assert.equal((await check({ text: 'wrong', keep: true })).answered, 0);
  assert.equal((await check()).answered, 0);
  assert.equal((await check({ text: password, keep: true })).answered, 1);
  assert.equal((await check()).answered, 1);
  assert.deepEqual(await run('forgetSecrets', []), { end: 'forgotten', count: 1 });
  assert.equal((await check()).answered, 0);
});

test('push', 'is off where the setting says so, while plans can still be made', async () => {
  const configuration = (): WorkspaceConfiguration => workspace.getConfiguration('mirrorwright');
  await configuration().update('readOnly', true, ConfigurationTarget.Global);
  try {
    const before = await onNode(1);
    for (const name of ['push', 'pushPlan', 'rollBack']) {
      const ended = await run(name, ['Push to node1'], policy(), node('node1'));
      assert.match(ended.reason ?? '', /mirrorwright\.readOnly/);
    }
    assert.equal((await run('planPush', [], policy(), node('node1'))).end, 'planned');
    assert.equal(await onNode(1), before);
  } finally {
    await configuration().update('readOnly', undefined, ConfigurationTarget.Global);
  }
});

test('push', 'adds a node to the nodes file, and refuses what is no name', async () => {
  assert.equal((await run('addNode', ['node4', 'node4.corp.example', 'With sudo'])).end, 'added');
  const text = await textOf(inFolder('mirrorwright-nodes.yaml'));
  assert.match(text, /name: node4/);
  assert.equal((await run('addNode', ['-oProxyCommand=x'])).end, 'refused');
  assert.equal((await run('addNode', ['node5', '$(touch x)'])).end, 'refused');
  assert.equal(await textOf(inFolder('mirrorwright-nodes.yaml')), text);
});

test('push-production', 'answers of whoever calls a command count for nothing outside of tests', async () => {
  await mirrorAt('four.corp.example');
  const orRefused = async (work: Thenable<Ended>): Promise<string> => {
    try {
      return (await work).end;
    } catch (error) {
      // the editor shows no dialog while tests run
      return /DialogService: refused/.test(String(error)) ? 'asked' : String(error);
    }
  };
  assert.equal(await orRefused(run('push', ['Push to node1'], policy(), node('node1'))), 'asked');
  assert.equal(await onNode(1), undefined);
});
