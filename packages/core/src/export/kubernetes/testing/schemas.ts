/*
 * Minimal schemas of what is exported, written from the public references: the Kubernetes API v1.32 (core/v1, batch/v1,
 * apps/v1), the OpenShift API (config.openshift.io/v1, operator.openshift.io/v1alpha1, machineconfiguration.openshift.io/v1)
 * and the Ignition 3.2.0 specification. Narrower than those: a field that is not named here is a mistake of ours.
 */

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const label: Schema = {
  type: 'string',
  maxLength: 63,
  pattern: '^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$',
};
const key = '^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$';
const labels: Schema = { type: 'object', propertyNames: { pattern: key }, additionalProperties: label };
const name: Schema = { type: 'string', maxLength: 63, pattern: '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$' };

function object(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  };
}

function list(items: Schema, least = 1): Schema {
  return { type: 'array', items, minItems: least };
}

const metadata = object(
  { name },
  {
    namespace: name,
    labels,
    annotations: { type: 'object', propertyNames: { pattern: key }, additionalProperties: text },
  },
);

function resource(apiVersion: string, kind: string, more: Readonly<Record<string, Schema>>): Schema {
  return object({ apiVersion: { const: apiVersion }, kind: { const: kind }, metadata, ...more });
}

const security = object(
  {},
  {
    privileged: { type: 'boolean' },
    runAsUser: { type: 'integer', minimum: 0 },
    allowPrivilegeEscalation: { type: 'boolean' },
    capabilities: object({ drop: list(text) }),
  },
);
const container = object(
  { name, image: { type: 'string', minLength: 1 }, command: list(text) },
  {
    args: list(text),
    securityContext: security,
    volumeMounts: list(
      object(
        { name, mountPath: { type: 'string', pattern: '^/[^:]*$' } },
        {
          readOnly: { type: 'boolean' },
          mountPropagation: { enum: ['None', 'HostToContainer', 'Bidirectional'] },
        },
      ),
    ),
  },
);
const volume: Schema = {
  oneOf: [
    object({ name, configMap: object({ name }) }),
    object({
      name,
      hostPath: object({ path: { type: 'string', pattern: '^/' }, type: { enum: ['Directory'] } }),
    }),
  ],
};
const term = object({
  matchExpressions: list(
    object({
      key: { type: 'string', pattern: key },
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
      values: list(label),
    }),
  ),
});
const pod = object(
  { containers: list(container), volumes: list(volume) },
  {
    initContainers: list(container),
    automountServiceAccountToken: { type: 'boolean' },
    hostNetwork: { type: 'boolean' },
    hostPID: { type: 'boolean' },
    restartPolicy: { enum: ['Never', 'OnFailure', 'Always'] },
    terminationGracePeriodSeconds: { type: 'integer' },
    tolerations: list(object({ operator: { enum: ['Exists', 'Equal'] } })),
    affinity: object({
      nodeAffinity: object({
        requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: list(term) }),
      }),
    }),
  },
);
const template = object({ metadata: object({ labels }), spec: pod });

const mirrorSet = (listName: string): Schema =>
  object({
    [listName]: list(
      object(
        { source: text, mirrors: list(text) },
        { mirrorSourcePolicy: { enum: ['NeverContactSource', 'AllowContactingSource'] } },
      ),
    ),
  });

export const schemas: Readonly<Record<string, Schema>> = {
  Namespace: resource('v1', 'Namespace', {}),
  ConfigMap: resource('v1', 'ConfigMap', {
    data: {
      type: 'object',
      propertyNames: { pattern: '^[-._a-zA-Z0-9]{1,253}$' },
      additionalProperties: text,
    },
  }),
  Job: resource('batch/v1', 'Job', {
    spec: object(
      { template: { allOf: [template], properties: { spec: { required: ['restartPolicy'] } } } },
      { backoffLimit: { type: 'integer', minimum: 0 } },
    ),
  }),
  DaemonSet: resource('apps/v1', 'DaemonSet', {
    spec: object(
      { selector: object({ matchLabels: labels }), template },
      {
        updateStrategy: object(
          { type: { enum: ['RollingUpdate', 'OnDelete'] } },
          { rollingUpdate: object({ maxUnavailable: { type: 'integer' } }) },
        ),
      },
    ),
  }),
  MachineConfig: resource('machineconfiguration.openshift.io/v1', 'MachineConfig', {
    spec: object({
      config: object({
        ignition: object({ version: { const: '3.2.0' } }),
        storage: object({
          files: list(
            object({
              path: { type: 'string', pattern: '^/' },
              mode: { type: 'integer' },
              overwrite: { type: 'boolean' },
              contents: object({ source: { type: 'string', pattern: '^data:,[A-Za-z0-9._~%-]*$' } }),
            }),
          ),
        }),
      }),
    }),
  }),
  ImageDigestMirrorSet: resource('config.openshift.io/v1', 'ImageDigestMirrorSet', {
    spec: mirrorSet('imageDigestMirrors'),
  }),
  ImageTagMirrorSet: resource('config.openshift.io/v1', 'ImageTagMirrorSet', {
    spec: mirrorSet('imageTagMirrors'),
  }),
  ImageContentSourcePolicy: resource('operator.openshift.io/v1alpha1', 'ImageContentSourcePolicy', {
    spec: mirrorSet('repositoryDigestMirrors'),
  }),
  Image: resource('config.openshift.io/v1', 'Image', {
    spec: object(
      {},
      {
        additionalTrustedCA: object({ name }),
        registrySources: object(
          {},
          {
            insecureRegistries: list(text),
            blockedRegistries: list(text),
            allowedRegistries: list(text, 0),
            containerRuntimeSearchRegistries: list(text),
          },
        ),
      },
    ),
  }),
};
