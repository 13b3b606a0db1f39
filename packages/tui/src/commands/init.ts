import { usageError } from '../cli/exit.ts';
import type { Invocation } from '../cli/spec.ts';

/** `mirrorwright init`. */
export async function run(_: Invocation): Promise<number> {
  throw usageError('the wizard is not part of this build');
}
