/** The public surface of the core: the only entry other packages import. */
export { detectDialect } from './dialects/detect.ts';
export type { Detection, DialectId, Parsed } from './dialects/document.ts';
export type { Resource } from './dialects/openshift/model.ts';
export { readOpenShift, readResources } from './dialects/openshift/read.ts';
export type { RegistriesConf } from './dialects/registries-conf/model.ts';
export { maskText, redactSecrets } from './dialects/secrets.ts';
export { explain } from './explain/explain.ts';
export { type ClusterExplanation, explainCluster } from './explain/explain-cluster.ts';
export type { Candidate, Explanation, TraceLine, Verdict } from './explain/explanation.ts';
export { exportAnsible } from './export/ansible/ansible.ts';
export { bundleName, exportBundle } from './export/bundle/bundle.ts';
export {
  exportKubernetes,
  exportNamespace,
  type KubernetesRequest,
  kubernetesRefusals,
  resourceName,
} from './export/kubernetes/kubernetes.ts';
export { machineConfig } from './export/kubernetes/machine-config.ts';
export {
  type Exported,
  type ExportNode,
  type ExportRequest,
  exportNode,
  exportRefusals,
} from './export/model.ts';
export { orderRows, reloadRows, validateRows, wordOf } from './export/rows.ts';
export { type Converted, type ConvertOptions, convert } from './generate/convert.ts';
export { generate } from './generate/generate.ts';
export type {
  Generated,
  GeneratedFile,
  GenerateNote,
  GenerateOptions,
  GenerateProblem,
} from './generate/generated.ts';
export { type Goal, goalNames, parseGoal } from './generate/goal.ts';
export { importPolicy } from './generate/import.ts';
export { type GeneratedResources, generateResources } from './generate/openshift/resources.ts';
export { shapeOf } from './keys/dialects.ts';
export { schemaNamed, schemaNameOf } from './keys/document-schema.ts';
export { locate, type PlaceInDocument, statementsAt } from './keys/locate.ts';
export { type NameUse, namesIn } from './keys/names.ts';
export { isRegistryName, type KeyInfo, type NameRole, type Shape, type TableShape } from './keys/shape.ts';
export {
  keyInfo,
  type ShapedValue,
  shapedChildren,
  shapedDocuments,
  shapedValues,
  tableShape,
} from './keys/walk.ts';
export type { Loss, NodeFile } from './model/node-file.ts';
export type { Origin } from './model/provenance.ts';
export type { RuntimeId, Target } from './model/target.ts';
export { importAnsible } from './nodes/ansible.ts';
export { newNodesText, withNodes, withoutNode } from './nodes/edit.ts';
export {
  type ImportedNodes,
  type NodeEntry,
  type NodesDocument,
  type NodesProblem,
  nodesFileName,
} from './nodes/model.ts';
export { isHop, isHost, isKeyPath, isNodeName, isUser } from './nodes/names.ts';
export { type NodesResult, readNodes } from './nodes/read.ts';
export { addressOf, selectNodes } from './nodes/select.ts';
export { importSshConfig } from './nodes/ssh-config.ts';
export { unitName } from './plan/assess.ts';
export { planIdOf, shownDigits, writePlan } from './plan/canonical.ts';
export { type Change, type Danger, dangerOf } from './plan/danger.ts';
export type { NodePlan, Plan, PlanFinding, Refusal, ReloadChoice } from './plan/model.ts';
export { blocking, type PlannedNode, planNode, type Wanted } from './plan/node.ts';
export { type Prepared, preparePush } from './plan/order.ts';
export { type PlanResult, readPlan } from './plan/read.ts';
export { questionsFor, readingFor, writerOf } from './plan/reading.ts';
export {
  isPushId,
  type Receipt,
  type ReceiptNode,
  readReceipt,
  receiptsOf,
  writeReceipt,
} from './plan/receipt.ts';
export { type Survey, surveyOf } from './plan/states.ts';
export { readTestPull } from './plan/test-pull.ts';
export * as policyEdits from './policy/edit.ts';
export { mirrorFields, policyFields, upstreamFields } from './policy/fields.ts';
export type { MirrorPolicy, MirrorStyle, PolicyMirror, Upstream } from './policy/model.ts';
export { plainPolicy } from './policy/plain.ts';
export { readMirrorPolicy } from './policy/read.ts';
export {
  newMirrorPolicy,
  type PlainMirror,
  type PlainPolicy,
  type PlainUpstream,
  writeMirrorPolicy,
} from './policy/write.ts';
export type {
  FailureKind,
  HopIdentity,
  NodeAddress,
  NodeFacts,
  NodeFailure,
  NodeFileState,
  NodeOrder,
  NodeOutcome,
  NodeReceipt,
  NodeReport,
  NodeSession,
  NodeUndo,
  NodeUpkeep,
  OrderedFile,
  ReloadStep,
  TestPull,
  ValidateStep,
} from './ports.ts';
export { renderExplanationJson, renderExplanationText } from './report/explanation.ts';
export { type ReportFormat, renderReport, reportFormats } from './report/index.ts';
export { neutralize } from './report/located.ts';
export type { LintReport, ReportFile } from './report/report.ts';
export { publicRegistries } from './rules/data/hosts.ts';
export { docsAddress } from './rules/docs-address.ts';
export { applyFixes, type FixResult } from './rules/fix.ts';
export { lintPolicy, type PolicyLint, policyTargets } from './rules/lint-policy.ts';
export { rules } from './rules/registry.ts';
export type { Finding, Fix, Rule, Severity } from './rules/rule.ts';
export { type LintInput, type LintResult, lint } from './rules/run.ts';
export { isExcluded, noSettings, readSettings, type Settings } from './rules/settings.ts';
export type { EffectiveConfig, EffectiveRegistry } from './runtimes/containers/config.ts';
export { foundTargets } from './runtimes/containers/delivery.ts';
export { findRegistry } from './runtimes/containers/match.ts';
export { defaultTarget, parseTarget, runtimeIds } from './runtimes/containers/targets.ts';
export { applied } from './runtimes/openshift/apply.ts';
export { type Effect, type Impact, impactOf } from './runtimes/openshift/impact.ts';
export { parseRelease, type Release, releaseNames } from './runtimes/openshift/releases.ts';
export { type Rendered, type RenderOptions, renderNodeFiles } from './runtimes/openshift/render.ts';
export { parseAnyTarget, targetNames } from './runtimes/openshift/target.ts';
export { operatedFiles } from './runtimes/openshift/template.ts';
export { groupFiles } from './snapshot/group.ts';
export type { NodeView } from './snapshot/node.ts';
export { createNode, type ParsedSnapshot, parseSnapshot } from './snapshot/parse.ts';
export { readDocument } from './snapshot/read-document.ts';
export { type NodeUser, rootUser, type Snapshot, type SnapshotFile } from './snapshot/snapshot.ts';
export { type FormatOptions, formatToml } from './syntax/format/toml.ts';
export {
  type ArrayNode,
  type Entry,
  entryOf,
  type Statement,
  type SyntaxTree,
  stringOf,
  type TableNode,
  type ValueNode,
} from './syntax/tree.ts';
export { closest } from './text/closest.ts';
export { commonParts } from './text/common-parts.ts';
export { applyEdits, type TextEdit } from './text/edit.ts';
export { lastStarting } from './text/last-starting.ts';
export { certificatesOfPem, withoutPrivateKeys } from './text/pem.ts';
export { withoutSlashes } from './text/slashes.ts';
export { type SourceText, sourceText } from './text/source.ts';
export type { Position, Range, Span } from './text/span.ts';
