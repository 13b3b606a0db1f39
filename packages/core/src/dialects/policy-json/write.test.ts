import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { sourceText } from '../../text/source.ts';
import { readPolicyJson } from './read.ts';
import { acceptAnything, reject, writePolicyJson } from './write.ts';

const scope = fc.oneof(fc.constantFrom('', '10', '9', '__proto__', 'a"b\\'), fc.string());

test('what is written is what is read, in its order', () => {
  const scopes = fc.uniqueArray(scope, { maxLength: 4 });
  const transports = fc.uniqueArray(fc.tuple(fc.constantFrom('docker', 'atomic', 'dir'), scopes), {
    maxLength: 3,
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(transports, (given) => {
      const text = writePolicyJson({
        default: [reject],
        transports: new Map(
          given.map(([name, names]) => [
            name,
            new Map(names.map((each) => [each, [acceptAnything, reject]])),
          ]),
        ),
      });
      const { tree, model } = readPolicyJson('policy.json', sourceText(text));
      expect(tree.problems).toEqual([]);
      expect(
        model.transports.map(({ name, scopes: read }) => [name.value, read.map((each) => each.scope.value)]),
      ).toEqual(given);
      for (const { requirements } of model.transports.flatMap((transport) => transport.scopes))
        expect(requirements?.items.map(({ kind }) => kind)).toEqual(['insecureAcceptAnything', 'reject']);
    }),
  );
});

it('leaves out transports where there are none', () => {
  expect(writePolicyJson({ default: [reject] })).toBe(
    '{\n    "default": [\n        {\n            "type": "reject"\n        }\n    ]\n}\n',
  );
});
