import { jsonTokens } from './json-tokens.ts';
import { tomlTokens } from './toml/tokens.ts';
import type { SyntaxTree, Token } from './tree.ts';
import { yamlTokens } from './yaml-tokens.ts';

/** All pieces of a text in order, white space and comments included; concatenated they give it back byte for byte. */
export function tokens(tree: SyntaxTree): readonly Token[] {
  switch (tree.format) {
    case 'toml':
      return tomlTokens(tree);
    case 'json':
      return jsonTokens(tree.source.text);
    case 'yaml':
      return yamlTokens(tree.source.text);
  }
}
