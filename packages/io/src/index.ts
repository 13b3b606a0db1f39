/** Every side effect outside the faces. */
export {
  type CollectedFile,
  type Collection,
  type CollectOptions,
  collectFiles,
  type Uncollected,
} from './local-files/collect.ts';
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
export { type ProgramRequest, type ProgramResult, runProgram } from './run/program.ts';
export { type WriteRequest, type WriteResult, writeAtomic } from './write/atomic.ts';
export { type BackupResult, backUp } from './write/backup.ts';

/** The text that runs on nodes; large, and loaded when it is needed. */
export const loadNodeScript = async (): Promise<string> =>
  (await import('./generated/node-script.ts')).nodeScript;
