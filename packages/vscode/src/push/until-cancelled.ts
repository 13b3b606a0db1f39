import { nodeError, type PushWorld } from '@mirrorwright/io/push';
import type { Telling } from './face.ts';

/** A world that opens no further connection once the person cancels, and waits for none that is being opened. */
export function untilCancelled(
  world: PushWorld,
  { onCancel, report }: Telling,
): { readonly world: PushWorld; cancelled(): boolean } {
  let cancelled = false;
  const waiting = new Set<() => void>();
  onCancel(() => {
    cancelled = true;
    for (const leave of waiting) leave();
  });
  const connect: PushWorld['connect'] = async (address) => {
    if (cancelled) throw isCancelled();
    report(address.name);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(isCancelled());
    });
    waiting.add(leave);
    const link = world.connect(address);
    try {
      return await Promise.race([link, left]);
    } catch (error) {
      // a machine that answers after all is left again; one that does not is nobody's concern any more
      link.then(
        (late) => late.close(),
        () => undefined,
      );
      throw error;
    } finally {
      waiting.delete(leave);
    }
  };
  return { world: { ...world, connect }, cancelled: () => cancelled };
}

function isCancelled(): Error {
  return nodeError({ kind: 'other', message: 'cancelled', nextStep: '' });
}
