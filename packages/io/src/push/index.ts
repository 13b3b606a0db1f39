/** A push, for whichever face asks for it: look, plan, prepare, carry out, take back. */
export { type Drift, type DriftFile, driftOf, driftText } from './drift.ts';
export {
  codeOf,
  type EngineOptions,
  pushAll,
  rollBackOne,
  type Stop,
} from './engine.ts';
export { codeOfFailures, failureOf, failureText, nodeError } from './failure.ts';
export { dangerOfReady, isIdOf, pushQuestion, shownId, undoQuestion } from './gate.ts';
export { openJournal, type PushJournal } from './journal.ts';
export { type Look, lookAt } from './look.ts';
export { type ChosenNode, withAddresses } from './nodes.ts';
export { isDone, outcomeWords, type PushProgress, receiptLine } from './outcome.ts';
export { dangerOfNodes, eachNode, type Planned, planNodes, planOf } from './planning.ts';
export { pooled } from './pool.ts';
export { type PushSettings, type Readied, type ReadyNode, ready } from './prepare.ts';
export { masked, type UndoPlan, undoPlan } from './undo.ts';
export { settleUnknown } from './unknown.ts';
export { type NodeLink, newPushId, type PushWorld } from './world.ts';
