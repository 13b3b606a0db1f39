import type { PlainValue } from '../../syntax/edit/index.ts';

/** A policy to write: transports to scopes to requirements, in the order given. */
export interface PolicyText {
  readonly default: readonly PlainValue[];
  readonly transports?: ReadonlyMap<string, ReadonlyMap<string, readonly PlainValue[]>>;
}

export const reject: PlainValue = { type: 'reject' };
export const acceptAnything: PlainValue = { type: 'insecureAcceptAnything' };

/** The text of a new policy.json, indented by four spaces as the files that distributions ship. */
export function writePolicyJson(policy: PolicyText): string {
  const lines = ['{', `    "default": ${listText(policy.default, 4)}`];
  const transports = [...(policy.transports ?? [])];
  if (transports.length > 0) {
    lines[1] += ',';
    lines.push('    "transports": {');
    transports.forEach(([name, scopes], index) => {
      lines.push(`        ${JSON.stringify(name)}: {`);
      const texts = [...scopes].map(
        ([scope, list]) => `            ${JSON.stringify(scope)}: ${listText(list, 12)}`,
      );
      if (texts.length > 0) lines.push(texts.join(',\n'));
      lines.push(`        }${index + 1 < transports.length ? ',' : ''}`);
    });
    lines.push('    }');
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function listText(list: readonly PlainValue[], indent: number): string {
  const text = JSON.stringify(list, null, 4);
  return text.replaceAll('\n', `\n${' '.repeat(indent)}`);
}
