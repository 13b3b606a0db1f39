import type { Target } from '../model/target.ts';
import { judgedTable, type PlacedEndpoint } from './facts/tables.ts';
import type { CheckTable, Rule, RuleFinding } from './rule.ts';

/** What most tables give. */
export const nothing: readonly RuleFinding[] = [];

type Checks = Pick<Rule, 'check' | 'checkTable'>;

/** The checks of a rule that judges each `[[registry]]` table in force by itself. */
export function byTable(checkTable: CheckTable): Checks {
  return {
    checkTable,
    check: ({ node, target }) =>
      node.config().registries.flatMap((registry) => {
        const table = judgedTable(registry);
        return table === undefined ? nothing : checkTable(table, target);
      }),
  };
}

type CheckEndpoint = (endpoint: PlacedEndpoint, target: Target) => readonly RuleFinding[];

/** The same for every location that could be asked. */
export function byEndpoint(checkEndpoint: CheckEndpoint): Checks {
  return byTable(({ endpoints }, target) => each(endpoints, checkEndpoint, target));
}

/** The same for those that are not in the usual form, or whose host could be one that is known by name. */
export function byNotableEndpoint(checkEndpoint: CheckEndpoint): Checks {
  return byTable(({ notable }, target) => each(notable, checkEndpoint, target));
}

function each(
  endpoints: readonly PlacedEndpoint[],
  checkEndpoint: CheckEndpoint,
  target: Target,
): readonly RuleFinding[] {
  let found = nothing;
  for (const endpoint of endpoints) {
    const own = checkEndpoint(endpoint, target);
    if (own.length > 0) found = found.length === 0 ? own : [...found, ...own];
  }
  return found;
}
