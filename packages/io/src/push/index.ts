/** A push, for whichever face asks for it: look, plan, prepare, carry out, take back. */
export { inTurn, secretQuestion } from './asking.ts';
export { type Drift, type DriftFile, driftOf, driftText, driftWords } from './drift.ts';
export { carryOut, codeOf, type EngineOptions } from './engine.ts';
export { codeOfFailures, failureOf, failureText, nodeError } from './failure.ts';
export { dangerOfReady, isIdOf, pushQuestion, shownId, undoQuestion } from './gate.ts';
export { type JournalStart, openJournal, type PushJournal } from './journal.ts';
export { type Look, lookAt } from './look.ts';
export { type ChosenNode, withAddresses } from './nodes.ts';
export { isDone, outcomeWords, type PushProgress, receiptLine } from './outcome.ts';
export { eachNode, type MadePlan, makePlan, type Planned } from './planning.ts';
export { pooled } from './pool.ts';
export { type PushSettings, type Readied, type ReadyNode, ready } from './prepare.ts';
export { lookAtUndo, plansKept, pushedTo, undoAll, undoDanger, undoneNodes } from './rollback.ts';
export type { Stop } from './stop.ts';
export { masked, type UndoPlan } from './undo.ts';
export { settleUnknown } from './unknown.ts';
export { type NodeLink, newPushId, type PushWorld } from './world.ts';
