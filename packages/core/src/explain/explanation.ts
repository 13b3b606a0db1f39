import type { Origin } from '../model/provenance.ts';

/** Which endpoints a runtime would try for an image, in order, and why. Mirrors `explain --format json` of the CLI. */
export interface Explanation {
  readonly reference: {
    readonly input: string;
    /** null where the input is no reference at all. */
    readonly canonical: string | null;
    readonly kind: 'tag' | 'digest' | 'tag+digest' | 'short-name' | 'invalid';
  };
  readonly target: string;
  readonly matched: { readonly prefix: string; readonly origin: Origin } | null;
  readonly candidates: readonly Candidate[];
  readonly verdict: Verdict;
  /** The message of the reader for every verdict but ok. */
  readonly error: string | null;
  readonly trace: readonly TraceLine[];
  readonly shortName?: { readonly alias: string | null; readonly tried: readonly Explanation[] };
}

export type Verdict =
  | 'ok'
  | 'blocked'
  | 'load-error'
  | 'rewrite-error'
  | 'reference-error'
  | 'short-name-error'
  | 'no-candidate';

export interface Candidate {
  /** Place among the attempts, from 1; null when filtered out. */
  readonly order: number | null;
  readonly reference: string;
  /** Location of the endpoint; null when no table matched, '' for a wildcard without location. */
  readonly location: string | null;
  readonly insecure: boolean;
  readonly primary: boolean;
  readonly skipped: string | null;
  /** Prefix of the table that makes this attempt refused. */
  readonly blockedBy?: string;
  readonly url: string;
  readonly because: Because;
}

export interface Because {
  readonly text: string;
  readonly origin: Origin | null;
}

export interface TraceLine {
  readonly text: string;
  readonly origin: Origin | null;
}
