import type { NodeAddress } from '@mirrorwright/core';
import type { NodeLink, PushWorld } from './world.ts';

/** Connections that are kept between the steps of one command, so that nobody types a password twice. */
export interface Pool<W extends PushWorld> {
  readonly world: W;
  /** Closes what is still open. */
  end(): Promise<void>;
}

/** More than this many are not kept: each is a process of ssh. */
const mostIdle = 256;

/**
 * A world whose sessions stay open when they are closed, for the next one who asks for the same node. A session in
 * which anything failed is closed for good.
 */
export function pooled<W extends PushWorld>(world: W): Pool<W> {
  const idle = new Map<string, NodeLink>();
  let ended = false;
  const connect = async (address: NodeAddress): Promise<NodeLink> => {
    const key = JSON.stringify(address);
    const kept = idle.get(key);
    idle.delete(key);
    return lent(kept ?? (await world.connect(address)), (link) => {
      // what is given back after the end has nobody else to close it
      if (ended || idle.size >= mostIdle || idle.has(key)) return link.close();
      idle.set(key, link);
      return Promise.resolve();
    });
  };
  return {
    world: { ...world, connect },
    end: async () => {
      ended = true;
      const links = [...idle.values()];
      idle.clear();
      await Promise.all(links.map((link) => link.close()));
    },
  };
}

/** The link for one user of it: closing it gives it back. */
function lent(link: NodeLink, giveBack: (link: NodeLink) => Promise<void>): NodeLink {
  let failed = false;
  let open = true;
  const watched =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await call(...args);
      } catch (error) {
        failed = true;
        throw error;
      }
    };
  return {
    facts: watched(link.facts),
    read: watched(link.read),
    apply: watched(link.apply),
    rollback: watched(link.rollback),
    repair: watched(link.repair),
    prune: watched(link.prune),
    receipts: watched(link.receipts),
    outcomeOf: watched(link.outcomeOf),
    undoable: watched(link.undoable),
    cancel: () => link.cancel(),
    close: async () => {
      if (!open) return;
      open = false;
      await (failed ? link.close() : giveBack(link));
    },
  };
}
