import fc from 'fast-check';

/** Faultless tables, with what may stand between and in them: only of such texts parts are taken over. */
const table = fc
  .tuple(
    fc.nat(5),
    fc.subarray(
      [
        'insecure = true # 😀 é',
        'blocked = true',
        'blocked = false',
        'mirror-by-digest-only = true',
        'pull-from-mirror = "all"',
        'prefix = "*.r1.example"',
        'prefix = "r2.example/Team:1"',
        'prefix = "docker.io/nginx"',
        'prefix = "10.0.0.0/8"',
        'unknown = 1979-05-27T23:59:60Z',
        'unknown = "\ufffd"',
        'LOCATION = "other.example"',
        '[[registry.mirror]]\nlocation = "r2.example"\ninsecure = true',
        '[[registry.mirror]]\nlocation = "m3.example/x/"',
        '[[registry.mirror]]\nlocation = "k8s.gcr.io/v2/x/"\npull-from-mirror = "tag-only"',
        '[[registry.mirror]]\nlocation = "<your-registry>"\npull-from-mirror = "digest_only"',
        '# mirrorwright-ignore MW306, MW501: said so\n[[registry.mirror]]\nlocation = "m1.example/x"',
        '  # of its own',
        'mirror = [{ location = "in.example" }]',
        '[[registry.mirror]]\nlocation = "m1.example/x"',
        '[[registry.mirror]]\nlocation = """\nm2.example"""\n# behind',
        'unknown = [1, [2, "𝄞"]]',
        '[[other]]\nx = 1',
        '[registry.extra]\ny = { z = 1 }',
      ],
      { maxLength: 2 },
    ),
    fc.constantFrom('', '  ', '\n', '# between\n'),
  )
  .map(([host, lines, gap]) => `${gap}[[registry]]\nlocation = "r${host}.example"\n${lines.join('\n')}\n`);

/** A file of such tables. */
export const arbitraryTables = fc
  .tuple(
    fc.constantFrom('', '', 'short-name-mode = "enforcing"\n', '\ufeff# mark\n'),
    fc.array(table, { minLength: 3, maxLength: 9 }),
    fc.constantFrom(
      '',
      '',
      '[aliases]\nb = "quay.io/b/b"\n',
      '[registries.block]\nregistries = ["a.b"]\n',
      '# end',
    ),
    fc.nat(8),
    fc.boolean(),
  )
  .map(([top, tables, end, at, isCrlf]) => {
    const text =
      top + tables.toSpliced(at, 0, end.includes('#') ? '' : end).join('') + (end.includes('#') ? end : '');
    return isCrlf ? text.replace(/\n/g, '\r\n') : text;
  });
