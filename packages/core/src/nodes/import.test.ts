import { describe, expect, test } from 'vitest';
import { importAnsible } from './ansible.ts';
import { expandHosts } from './ansible-hosts.ts';
import { importSshConfig } from './ssh-config.ts';

describe('names of an ssh configuration', () => {
  const text = `Include conf.d/*.conf "other file"
Host node-a node-b # both
  HostName 192.0.2.1
  ProxyCommand nc %h %p
host=node-c
Host *.corp.example !bad node-d?
Host -oProxyCommand=x
Match exec "true"
`;
  const { nodes, skipped, includes } = importSshConfig(text);

  test('are nodes that ssh itself knows how to reach', () => {
    expect(nodes.map(({ name, address }) => [name, address])).toEqual([
      ['node-a', 'node-a'],
      ['node-b', 'node-b'],
      ['node-c', 'node-c'],
    ]);
    expect(nodes[0]).toEqual({ name: 'node-a', address: 'node-a', become: 'none', groups: [], labels: {} });
  });

  test('leave out patterns, programs and options, and say so', () => {
    expect(skipped.map(({ line }) => line)).toEqual([4, 6, 6, 6, 7, 8]);
    expect(skipped[0]?.message).toContain('ProxyCommand runs a program');
  });

  test('name the files that are included', () => {
    expect(includes.map(({ pattern }) => pattern)).toEqual(['conf.d/*.conf', 'other file']);
  });
});

const ini = `lone.corp.example

[web]
web[01:02].corp.example ansible_user=core ansible_port=2222
db ansible_host=192.0.2.7 ansible_password=hunter2 ansible_ssh_common_args='-o ProxyCommand="nc %h"'
tpl ansible_host="{{ secret }}"
local ansible_connection=local
bad;name

[prod:children]
web

[prod:vars]
ansible_become=true
ansible_ssh_private_key_file=/home/me/.ssh/key
ansible_become_password=hunter2
`;

const yaml = `all:
  hosts:
    lone.corp.example:
  children:
    prod:
      children:
        web:
          hosts:
            web[01:02].corp.example: {ansible_user: core, ansible_port: 2222}
            db:
              ansible_host: 192.0.2.7
              ansible_password: !vault |
                $ANSIBLE_VAULT;1.1;AES256
                6162
              ansible_ssh_common_args: -o ProxyCommand="nc %h"
            tpl: {ansible_host: "{{ secret }}"}
            local: {ansible_connection: local}
            "bad;name":
      vars:
        ansible_become: true
        ansible_ssh_private_key_file: /home/me/.ssh/key
        ansible_become_password: hunter2
`;

describe.each([
  ['hosts', ini],
  ['hosts.yaml', yaml],
])('the inventory %s', (name, text) => {
  const { nodes, skipped } = importAnsible(name, text);

  test('gives its hosts with their groups', () => {
    const found = new Map(nodes.map((node) => [node.name, node]));
    expect([...found.keys()].sort()).toEqual([
      'db',
      'lone.corp.example',
      'tpl',
      'web01.corp.example',
      'web02.corp.example',
    ]);
    expect(found.get('web01.corp.example')).toEqual({
      name: 'web01.corp.example',
      address: 'web01.corp.example',
      port: 2222,
      user: 'core',
      identity: '/home/me/.ssh/key',
      become: 'sudo',
      groups: ['web', 'prod'],
      labels: {},
    });
    expect(found.get('db')?.address).toBe('192.0.2.7');
    expect(found.get('lone.corp.example')?.become).toBe('none');
  });

  test('names what is left out, without the secrets', () => {
    const all = skipped.map(({ message }) => message).join('\n');
    for (const key of [
      'ansible_password',
      'ansible_become_password',
      'ansible_ssh_common_args',
      'templates are not evaluated',
      'connection "local"',
      'no name',
    ])
      expect(all).toContain(key);
    expect(all).not.toContain('hunter2');
    expect(JSON.stringify(nodes)).not.toContain('hunter2');
  });
});

test('vaults and programs are named and not opened', () => {
  expect(importAnsible('hosts', '$ANSIBLE_VAULT;1.1;AES256\n61\n').skipped[0]?.message).toContain('vault');
  expect(importAnsible('hosts', '#!/bin/sh\nreboot\n').skipped[0]?.message).toContain('program');
});

test('a variable of a group wins over one above it, although another group of the host lies below that too', () => {
  const text =
    '[one]\nhost\n[two]\nhost\n[top:children]\none\ntwo\n[top:vars]\nansible_port=1\n[one:vars]\nansible_port=2\n';
  expect(importAnsible('hosts', text).nodes[0]?.port).toBe(2);
  expect(importAnsible('hosts', text.replace('[one:vars]', '[two:vars]')).nodes[0]?.port).toBe(2);
  const round = '[a:children]\nb\n[b:children]\na\n[a]\nhost ansible_port=7\n';
  expect(importAnsible('hosts', round).nodes[0]?.port).toBe(7);
});

test('a host may be named with its port, which its variables overrule', () => {
  const ports = (file: string, text: string) =>
    importAnsible(file, text).nodes.map(({ name, port }) => [name, port]);
  expect(ports('hosts', 'a[1:2].example:2222\nb:22 ansible_port=23\n')).toEqual([
    ['a1.example', 2222],
    ['a2.example', 2222],
    ['b', 23],
  ]);
  expect(ports('hosts.yaml', 'all: {hosts: {"a:2222": {}, b: {}}}\n')).toEqual([
    ['a', 2222],
    ['b', undefined],
  ]);
});

test('a pattern of YAML that names no hosts is named as one of INI is', () => {
  const { skipped } = importAnsible('hosts.yaml', 'all:\n  hosts:\n    "a[1:": {}\n');
  expect(skipped).toEqual([{ line: 3, message: '"a[1:" names no hosts' }]);
});

test('ranges of hosts are as in Ansible, and bounded', () => {
  expect(expandHosts('a[1:5:2].b[x:y]')).toEqual(['a1.bx', 'a1.by', 'a3.bx', 'a3.by', 'a5.bx', 'a5.by']);
  expect(expandHosts('a[08:10]')).toEqual(['a08', 'a09', 'a10']);
  for (const bad of ['a[1:', 'a[1:999999999]', 'a]', 'a[z:1]']) expect(expandHosts(bad)).toEqual([]);
});

test('another way to become root, or to become somebody else, is named', () => {
  const of = (vars: string): string =>
    importAnsible('hosts', `a ansible_become=true ${vars}\n`)
      .skipped.map(({ message }) => message)
      .join();
  expect(of('ansible_become_method=sudo ansible_become_user=root')).toBe('');
  expect(of('ansible_become_method=ansible.builtin.sudo')).toBe('');
  expect(of('ansible_become_method=doas')).toContain('ansible_become_method: a push becomes root by sudo');
  expect(of('ansible_become_user=app')).toContain('ansible_become_user: a push becomes root by sudo');
});
