import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a red run is a change of the code. FAST_CHECK_SEED=random
 * (or a number) draws others: for hunting, before a release or after a change of a parser.
 */
const wanted = process.env.FAST_CHECK_SEED ?? '20261';

if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
