import { describe, expect, it } from 'vitest';
import { policyLoadErrors } from '../../runtimes/containers/signature-policy.ts';
import { parseTarget } from '../../runtimes/containers/targets.ts';
import { sourceText } from '../../text/source.ts';
import { readPolicyJson } from './read.ts';

/** Conditions for which readers refuse a requirement. */
function conditions(requirement: object, release = '5.39'): readonly string[] {
  const policy = readPolicyJson('policy.json', sourceText(JSON.stringify({ default: [requirement] })));
  const target = parseTarget(`containers-image@${release}`);
  if (!target.ok) throw new Error(target.message);
  return policyLoadErrors(policy, target.target).map(({ condition }) => condition);
}

const key = { keyData: 'eA==' };
const signedBy = { type: 'signedBy', keyType: 'GPGKeys' };
const sigstore = { type: 'sigstoreSigned' };
const identity = { type: 'matchRepository' };
const fulcio = { caData: 'eA==', oidcIssuer: 'https://i.example', subjectEmail: 'a@b.example' };

describe('a requirement loads', () => {
  it.each([
    ['with one key', { ...signedBy, ...key }],
    ['with an identity', { ...sigstore, ...key, signedIdentity: identity }],
    ['with Fulcio and the key of a log', { ...sigstore, fulcio, rekorPublicKeyData: 'eA==' }],
    ['with other certificates', { ...sigstore, pki: { caRootsData: 'eA==', subjectEmail: 'a@b.example' } }],
  ])('%s', (_, requirement) => {
    expect(conditions(requirement)).toEqual([]);
  });
});

describe('a requirement is refused', () => {
  it.each([
    ['without a type', {}, ['E7']],
    ['of an unknown type', { type: 'signed' }, ['E7']],
    ['with an unknown key', { type: 'reject', reason: 'x' }, ['E4']],
    ['without a key', signedBy, ['E10']],
    ['with two keys', { ...signedBy, ...key, keyPath: '/k' }, ['E10']],
    ['with a key of an unknown kind', { ...signedBy, ...key, keyType: 'gpg' }, ['E9']],
    ['with a key that is no base64', { ...sigstore, keyData: '!' }, ['E11']],
    ['with Fulcio and no log', { ...sigstore, fulcio }, ['E12']],
    [
      'with a log beside other certificates',
      { ...sigstore, pki: { caRootsData: 'eA==', subjectEmail: 'a@b.example' }, rekorPublicKeyData: 'eA==' },
      ['E12'],
    ],
    ['with an unknown identity', { ...sigstore, ...key, signedIdentity: { type: 'exact' } }, ['E13']],
    [
      'with an identity that names no repository',
      { ...sigstore, ...key, signedIdentity: { type: 'exactRepository', dockerRepository: 'A:b' } },
      ['E14'],
    ],
    [
      'with a prefix that is none',
      { ...sigstore, ...key, signedIdentity: { type: 'remapIdentity', prefix: 'a/', signedPrefix: 'b' } },
      ['E14'],
    ],
  ])('%s', (_, requirement, expected) => {
    expect(conditions(requirement)).toEqual(expected);
  });

  it('by a reader that does not know its type yet', () => {
    expect(conditions({ ...sigstore, ...key }, '5.20')).toContain('E16');
  });
});
