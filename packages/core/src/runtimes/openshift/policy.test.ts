import { describe, expect, it } from 'vitest';
import type { ImagePolicy } from '../../dialects/openshift/model.ts';
import { readResources } from '../../dialects/openshift/read.ts';
import { readPolicyJson } from '../../dialects/policy-json/read.ts';
import { sourceText } from '../../text/source.ts';
import { goJson } from './encode.ts';
import { clusterScopes, policyDocument, scopeConflict, templatePolicy } from './policy.ts';
import { traitsOf } from './releases.ts';

function policies(scopes: string, policy: string): readonly ImagePolicy[] {
  const text = `apiVersion: config.openshift.io/v1\nkind: ClusterImagePolicy\nmetadata: {name: a}\nspec: {scopes: [${scopes}], policy: ${policy}}\n`;
  return readResources(sourceText(text)).filter((resource) => 'root' in resource);
}

const byKey = '{rootOfTrust: {policyType: PublicKey, publicKey: {keyData: "a2\\n V5"}}}';

function requirement(policy: string): string {
  const scopes = clusterScopes({ allowed: [], blocked: [], policies: policies('a.example', policy) });
  return goJson(scopes.get('a.example')!, 0);
}

describe('what a signature has to be', () => {
  it.each([
    [
      'by a key, whose text may be broken over lines',
      byKey,
      '[{"type":"sigstoreSigned","keyData":"a2V5","signedIdentity":{"type":"matchRepoDigestOrExact"}}]',
    ],
    [
      'by a key in a log, of one repository',
      '{rootOfTrust: {policyType: PublicKey, publicKey: {keyData: eA==, rekorKeyData: eQ==}}, signedIdentity: {matchPolicy: ExactRepository, exactRepository: {repository: b.example/c}}}',
      '[{"type":"sigstoreSigned","keyData":"eA==","rekorPublicKeyData":"eQ==","signedIdentity":{"type":"exactRepository","dockerRepository":"b.example/c"}}]',
    ],
    [
      'by certificates of Fulcio, under another name',
      '{rootOfTrust: {policyType: FulcioCAWithRekor, fulcioCAWithRekor: {fulcioCAData: eA==, rekorKeyData: eQ==, fulcioSubject: {oidcIssuer: "https://i.example", signedEmail: a@b.example}}}, signedIdentity: {matchPolicy: RemapIdentity, remapIdentity: {prefix: p.example, signedPrefix: s.example}}}',
      '[{"type":"sigstoreSigned","fulcio":{"caData":"eA==","oidcIssuer":"https://i.example","subjectEmail":"a@b.example"},"rekorPublicKeyData":"eQ==","signedIdentity":{"type":"remapIdentity","prefix":"p.example","signedPrefix":"s.example"}}]',
    ],
    [
      'by other certificates, of any image of the repository',
      '{rootOfTrust: {policyType: PKI, pki: {caRootsData: eA==, pkiCertificateSubject: {hostname: h.example}}}, signedIdentity: {matchPolicy: MatchRepository}}',
      '[{"type":"sigstoreSigned","pki":{"caRootsData":"eA==","subjectHostname":"h.example"},"signedIdentity":{"type":"matchRepository"}}]',
    ],
  ])('%s', (_, policy, expected) => {
    expect(requirement(policy)).toBe(expected);
  });
});

describe('the scopes of the cluster', () => {
  it('accept what is allowed, but not unsigned where the scope asks for signatures', () => {
    const input = {
      allowed: ['a.example', 'b.example'],
      blocked: [],
      policies: policies('a.example', byKey),
    };
    const scopes = clusterScopes(input);
    expect(scopes.get('a.example')).toMatchObject([{ type: 'sigstoreSigned' }]);
    expect(scopes.get('b.example')).toEqual([{ type: 'insecureAcceptAnything' }]);
  });

  it('reject what is blocked even where it is allowed', () => {
    const scopes = clusterScopes({ allowed: ['a.example'], blocked: ['a.example'], policies: [] });
    expect([...scopes]).toEqual([['a.example', [{ type: 'reject' }]]]);
  });

  it('ask for every signature that several policies of one scope want', () => {
    const twice = [...policies('a.example', byKey), ...policies('a.example', byKey)];
    expect(clusterScopes({ allowed: [], blocked: [], policies: twice }).get('a.example')).toHaveLength(2);
  });

  it('are left out of the transport atomic from four parts on, as of 4.14', () => {
    const scopes = clusterScopes({ allowed: ['a/b/c', 'a/b/c/d'], blocked: [], policies: [] });
    const json = (minor: number): string => goJson(policyDocument(true, scopes, traitsOf([4, minor])), 0);
    expect(json(13).match(/"a\/b\/c\/d"/g)).toHaveLength(2);
    expect(json(14).match(/"a\/b\/c\/d"/g)).toHaveLength(1);
    expect(json(14).match(/"a\/b\/c"/g)).toHaveLength(2);
  });
});

describe('a policy beside the lists', () => {
  const conflict = (allowed: readonly string[], blocked: readonly string[]) =>
    scopeConflict({ allowed, blocked, policies: policies('a.example/x, b.example', byKey) }, 'imagePolicy');

  it('has to lie in the allow list with every scope, and in no blocked one', () => {
    expect(conflict([], [])).toBeUndefined();
    expect(conflict(['a.example', 'b.example'], ['a.example/x/y', 'a.example/xy'])).toBeUndefined();
    expect(conflict(['a.example'], [])).toBe(
      'imagePolicy configured for the scope b.example is not nested inside allowedRegistries',
    );
    expect(conflict([], ['*.example'])).toBe(
      'imagePolicy configured for the scope a.example/x is nested inside blockedRegistries',
    );
  });
});

it('has a template that readers take', () => {
  const { model, tree } = readPolicyJson('policy.json', sourceText(templatePolicy));
  expect([tree.problems, model.faults]).toEqual([[], []]);
  expect(model.default?.items.map(({ kind }) => kind)).toEqual(['insecureAcceptAnything']);
});
