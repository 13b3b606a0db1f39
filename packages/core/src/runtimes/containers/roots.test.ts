import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../../testing/node.ts';

const ann = { name: 'ann', uid: 1000, home: 'home/ann' };
const empty = '';

/** The files a target reads, in order. */
function read(target: string, paths: readonly string[], user = ann): readonly string[] {
  const node = nodeOf(Object.fromEntries(paths.map((path) => [path, empty])), target, user);
  return node.config().files.map(({ path }) => path);
}

const etc = 'etc/containers/registries.conf.d';
const own = 'home/ann/.config/containers';

describe('up to containers/image 5.39', () => {
  it('the system file is read, its drop-ins in byte order, then those of the user', () => {
    expect(
      read('podman@5.8', [
        mainPath,
        `${etc}/9-a.conf`,
        `${etc}/10-b.conf`,
        `${own}/registries.conf.d/00-c.conf`,
      ]),
    ).toEqual([mainPath, `${etc}/10-b.conf`, `${etc}/9-a.conf`, `${own}/registries.conf.d/00-c.conf`]);
  });

  it('the file of the user hides the system file and its drop-ins', () => {
    expect(
      read('podman@5.8', [
        mainPath,
        `${etc}/10-b.conf`,
        `${own}/registries.conf`,
        `${own}/registries.conf.d/00-c.conf`,
      ]),
    ).toEqual([`${own}/registries.conf`, `${own}/registries.conf.d/00-c.conf`]);
  });

  it('for root too, who has a home as well', () => {
    const root = { name: 'root', uid: 0, home: 'root' };
    expect(read('podman@5.8', [mainPath, 'root/.config/containers/registries.conf'], root)).toEqual([
      'root/.config/containers/registries.conf',
    ]);
  });

  it('only regular files that end in .conf count, and no folders below', () => {
    expect(
      read('podman@5.8', [`${etc}/a.conf`, `${etc}/b.conf.bak`, `${etc}/c.toml`, `${etc}/sub/d.conf`]),
    ).toEqual([`${etc}/a.conf`]);
  });

  it('nothing below /usr/share is looked at', () => {
    expect(read('podman@5.8', ['usr/share/containers/registries.conf'])).toEqual([]);
  });
});

describe('from containers/image 5.40', () => {
  const target = 'podman@6.0';

  it('the drop-ins of all places are read, whoever has the main file', () => {
    expect(read(target, [mainPath, `${etc}/10-b.conf`, `${own}/registries.conf`])).toEqual([
      `${own}/registries.conf`,
      `${etc}/10-b.conf`,
    ]);
  });

  it('one name is read once, from the place that comes first, and names are sorted over all places', () => {
    expect(
      read(target, [
        'usr/share/containers/registries.conf',
        'usr/share/containers/registries.conf.d/20-x.conf',
        `${etc}/20-x.conf`,
        `${etc}/10-y.conf`,
        `${own}/registries.conf.d/15-z.conf`,
      ]),
    ).toEqual([
      'usr/share/containers/registries.conf',
      `${etc}/10-y.conf`,
      `${own}/registries.conf.d/15-z.conf`,
      `${etc}/20-x.conf`,
    ]);
  });

  it('there are folders for users without root, and for one of them', () => {
    const rootless = 'etc/containers/registries.rootless.conf.d';
    const paths = [
      `${rootless}/10-a.conf`,
      `${rootless}/1000/10-a.conf`,
      'etc/containers/registries.rootful.conf.d/20-b.conf',
    ];
    expect(read(target, paths)).toEqual([`${rootless}/1000/10-a.conf`]);
    expect(read(target, paths, { name: 'root', uid: 0, home: 'root' })).toEqual([
      'etc/containers/registries.rootful.conf.d/20-b.conf',
    ]);
  });
});
