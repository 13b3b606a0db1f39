/** Every side effect outside the faces. */
export {
  type CollectedFile,
  type Collection,
  type CollectOptions,
  collectFiles,
  type Uncollected,
} from './local-files/collect.ts';
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
export { type WriteRequest, type WriteResult, writeAtomic } from './write/atomic.ts';
export { type BackupResult, backUp } from './write/backup.ts';
