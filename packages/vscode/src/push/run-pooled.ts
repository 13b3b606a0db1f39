import { type PushWorld, pooled } from '@mirrorwright/io/push';

/** Runs something whose steps share their connections, and closes them at its end. */
export async function runPooled<R>(world: PushWorld, run: (world: PushWorld) => Promise<R>): Promise<R> {
  const pool = pooled(world);
  try {
    return await run(pool.world);
  } finally {
    await pool.end();
  }
}
