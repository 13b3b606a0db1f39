/*
 * The description of a server as clients of Kubernetes before 1.27 read it: OpenAPI 2 as a protocol buffer, of which they
 * take whether the patch of a kind knows `dryRun`. Numbers of fields are those of gnostic's OpenAPIv2.proto.
 */

type Field = readonly [number: number, value: string | Uint8Array];

function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      // wire type 2: what follows its own length
      return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
    }),
  );
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

export interface Patchable {
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What is served at /openapi/v2. */
export function openApiV2(kinds: readonly Patchable[]): Uint8Array {
  const paths = kinds.map(({ path, group, version, kind }): Field => {
    const query = message([2, 'query'], [4, 'dryRun'], [6, 'string']);
    const parameter = message([1, message([2, message([3, query])])]);
    const named = JSON.stringify({ group, version, kind });
    const extension = message([1, 'x-kubernetes-group-version-kind'], [2, message([2, named])]);
    const patch = message([8, parameter], [9, message()], [13, extension]);
    return [2, message([1, path], [2, message([8, patch])])];
  });
  return message([1, '2.0'], [2, message([1, 'stub'], [2, '1'])], [8, message(...paths)]);
}
