/** Every side effect outside the faces. */
export {
  type CollectedFile,
  type Collection,
  type CollectOptions,
  collectFiles,
  type Uncollected,
} from './local-files/collect.ts';
/** Lazy: what speaks to nodes is loaded when a node is opened. */
export const openNode: typeof import('./apply/open-node.ts').openNode = async (address, options) =>
  (await import('./apply/open-node.ts')).openNode(address, options);
export type { OpenNodeOptions } from './apply/open-node.ts';
/** Lazy: other programs are started only when a push goes through them. */
export const runAnsible: typeof import('./carry/ansible.ts').runAnsible = async (request) =>
  (await import('./carry/ansible.ts')).runAnsible(request);
export const runKubectl: typeof import('./carry/kubectl.ts').runKubectl = async (request) =>
  (await import('./carry/kubectl.ts')).runKubectl(request);
export const applyResources: typeof import('./carry/kubectl.ts').applyResources = async (...all) =>
  (await import('./carry/kubectl.ts')).applyResources(...all);
export { type FolderResult, readFolder } from './local-files/folder.ts';
export { listFolder } from './local-files/list-folder.ts';
export { findUser } from './local-files/passwd.ts';
export {
  maxFileBytes,
  type ReadProblem,
  type ReadResult,
  readStream,
  readText,
} from './local-files/read-text.ts';
export { type RootResult, readRoot } from './local-files/root.ts';
export { snapshotStates } from './local-files/snapshot-state.ts';
export {
  addNodes,
  type ChangeResult,
  type NodesFileResult,
  readNodesFile,
  removeNode,
} from './nodes/file.ts';
export { type ImportResult, importInventory, importSshNames } from './nodes/import.ts';
export { type ReceiptStore, receiptStore } from './receipts/store.ts';
export type { AskSecret, SecretRequest } from './session/askpass.ts';
export { NodeError } from './session/failures.ts';
export { type WriteRequest, type WriteResult, writeAtomic } from './write/atomic.ts';
export { type BackupResult, backUp } from './write/backup.ts';

/** The text that runs on nodes; large, and loaded when it is needed. */
export const loadNodeScript = async (): Promise<string> =>
  (await import('./generated/node-script.ts')).nodeScript;
