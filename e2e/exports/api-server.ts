import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openApiV2, type Patchable } from './openapi-v2.ts';

/** A request that would change the cluster. */
export interface Change {
  readonly method: string;
  readonly path: string;
  readonly dryRun: boolean;
  readonly body: { readonly kind?: string; readonly metadata?: { readonly name?: string } };
}

/** As much of an API server as kubectl needs to apply, read and delete: no cluster stands behind it. */
export interface ApiServer {
  readonly url: string;
  readonly changes: readonly Change[];
  readonly objects: ReadonlyMap<string, object>;
  /** What the log of every job says. */
  log: string;
  stop(): void;
}

interface Kind {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const kinds: readonly Kind[] = [
  { group: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false },
  { group: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true },
  { group: 'v1', plural: 'pods', kind: 'Pod', namespaced: true },
  { group: 'batch/v1', plural: 'jobs', kind: 'Job', namespaced: true },
  {
    group: 'config.openshift.io/v1',
    plural: 'imagedigestmirrorsets',
    kind: 'ImageDigestMirrorSet',
    namespaced: false,
  },
  {
    group: 'config.openshift.io/v1',
    plural: 'imagetagmirrorsets',
    kind: 'ImageTagMirrorSet',
    namespaced: false,
  },
];
const groups = [...new Set(kinds.map(({ group }) => group))].filter((group) => group.includes('/'));
const rootOf = (group: string): string => (group === 'v1' ? '/api/v1' : `/apis/${group}`);

function verbs(group: string): object {
  return {
    kind: 'APIResourceList',
    groupVersion: group,
    resources: kinds
      .filter((each) => each.group === group)
      .flatMap(({ plural, kind, namespaced }) => [
        {
          name: plural,
          singularName: kind.toLowerCase(),
          namespaced,
          kind,
          verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'],
        },
        ...(kind === 'Pod' ? [{ name: 'pods/log', singularName: '', namespaced, kind, verbs: ['get'] }] : []),
      ]),
  };
}

function patchables(group: string): readonly Patchable[] {
  const [name, version] = group.includes('/') ? (group.split('/') as [string, string]) : ['', group];
  return kinds
    .filter((each) => each.group === group)
    .map(({ plural, kind, namespaced }) => ({
      path: `${rootOf(group)}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}/{name}`,
      group: name,
      version,
      kind,
    }));
}

/** What kubectl looks up before it asks for a dry run: whether the server knows that word. */
function openApi(group: string): object {
  const paths = Object.fromEntries(
    patchables(group).map(({ path, group: name, version, kind }) => {
      return [
        path,
        {
          patch: {
            parameters: ['dryRun', 'fieldValidation'].map((each) => ({
              name: each,
              in: 'query',
              schema: { type: 'string' },
            })),
            'x-kubernetes-group-version-kind': { group: name, version, kind },
            responses: {},
          },
        },
      ];
    }),
  );
  return { openapi: '3.0.0', info: { title: 'stub', version: '1' }, paths, components: { schemas: {} } };
}

function discovery(path: string): object | undefined {
  if (path === '/openapi/v2') return openApiV2(['v1', ...groups].flatMap(patchables));
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((group) => {
        const version = { groupVersion: group, version: group.split('/')[1] };
        return { name: group.split('/')[0], versions: [version], preferredVersion: version };
      }),
    };
  if (path === '/openapi/v3')
    return {
      paths: Object.fromEntries(
        ['v1', ...groups].map((group) => [
          rootOf(group).slice(1),
          { serverRelativeURL: `/openapi/v3${rootOf(group)}` },
        ]),
      ),
    };
  for (const group of ['v1', ...groups]) {
    if (path === rootOf(group)) return verbs(group);
    if (path === `/openapi/v3${rootOf(group)}`) return openApi(group);
  }
  return undefined;
}

interface Cluster {
  readonly changes: Change[];
  readonly objects: Map<string, object>;
  log: string;
}

interface Reply {
  readonly code: number;
  readonly body: object | string | Uint8Array;
}

function answer({ changes, objects, log }: Cluster, method: string, url: URL, text: string): Reply {
  const place = url.pathname;
  const known = discovery(place);
  if (known !== undefined) return { code: 200, body: known };
  if (place.endsWith('/log')) return { code: 200, body: log };
  if (method === 'GET' && place.endsWith('/pods')) return { code: 200, body: podList() };
  const found = objects.get(place);
  if (method === 'GET') return found === undefined ? missing(place) : { code: 200, body: found };
  const dryRun = url.searchParams.get('dryRun') === 'All';
  const body = text === '' ? {} : JSON.parse(text);
  changes.push({ method, path: place, dryRun, body });
  if (method === 'POST') {
    const own = `${place}/${body.metadata.name}`;
    const made = { ...body, metadata: { ...body.metadata, uid: own, resourceVersion: '1' } };
    if (!dryRun) objects.set(own, made);
    return { code: 201, body: made };
  }
  if (method !== 'DELETE') return found === undefined ? missing(place) : { code: 200, body: found };
  objects.delete(place);
  return { code: 200, body: { kind: 'Status', apiVersion: 'v1', status: 'Success' } };
}

function missing(place: string): Reply {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };
  return { code: 404, body: { ...status, message: `${place} not found` } };
}

/** Starts the stub on a free port of loopback. */
export async function startApiServer(): Promise<ApiServer> {
  const cluster: Cluster = { changes: [], objects: new Map(), log: '' };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', 'http://stub');
    const { code, body } = answer(cluster, request.method ?? 'GET', url, text);
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    response.writeHead(code, { 'content-type': raw ? 'text/plain' : 'application/json' });
    response.end(raw ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(cluster, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close(),
  });
}

function podList(): object {
  const metadata = { name: 'pod', namespace: 'mirrorwright', uid: 'pod' };
  const spec = { containers: [{ name: 'install', image: 'x' }] };
  return {
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: {},
    items: [{ metadata, spec, status: { phase: 'Succeeded' } }],
  };
}
