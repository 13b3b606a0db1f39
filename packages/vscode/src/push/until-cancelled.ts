import { nodeError, type PushWorld } from '@mirrorwright/io/push';
import type { Telling } from './face.ts';

/** A world that opens no further connection once the person cancels; those under way end by themselves. */
export function untilCancelled(
  world: PushWorld,
  { onCancel, report }: Telling,
): { readonly world: PushWorld; cancelled(): boolean } {
  let cancelled = false;
  onCancel(() => {
    cancelled = true;
  });
  const connect: PushWorld['connect'] = async (address) => {
    if (cancelled) throw nodeError({ kind: 'other', message: 'cancelled', nextStep: '' });
    report(address.name);
    return world.connect(address);
  };
  return { world: { ...world, connect }, cancelled: () => cancelled };
}
