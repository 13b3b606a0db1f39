/** Machines in memory, for tests of whatever pushes. */
export * from './memory-node.ts';
