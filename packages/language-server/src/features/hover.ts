import {
  type KeyInfo,
  locate,
  neutralize,
  type PlaceInDocument,
  rules,
  type Shape,
} from '@mirrorwright/core';
import type { Hover } from 'vscode-languageserver';
import { citation, type DocumentView } from '../node/document-view.ts';
import { fateOf, registriesConf, registryAt } from '../node/registries.ts';
import {
  code,
  link,
  type Markup,
  type Part,
  paragraph,
  plain,
  prose,
  renderMarkup,
  strong,
} from './markup.ts';
import { ruleCodeAt } from './rule-codes.ts';
import { whereItLeads } from './where-it-leads.ts';

export interface HoverOptions {
  readonly markdown: boolean;
}

/** What a key means and what holds now, or where a name leads. */
export function hover(view: DocumentView, offset: number, { markdown }: HoverOptions): Hover | undefined {
  const rule = ruleCodeAt(view, offset);
  if (rule !== undefined) {
    const meta = rules.find(({ meta: { code: known } }) => known === rule.code)?.meta;
    if (meta === undefined) return undefined;
    const markup = [paragraph(strong(`${meta.code} ${meta.name}`)), paragraph(prose(meta.summary))];
    return {
      contents: renderMarkup([...markup, paragraph(link('Rule page', rule.docs))], markdown),
      range: view.lines.range(rule.span),
    };
  }
  const place = locate(view.document, offset);
  if (place === undefined) return undefined;
  const { entry, node, info } = place.value;
  const leads = whereItLeads(view, place);
  const markup = [
    ...(info !== undefined && (place.onKey || leads.length === 0) ? aboutKey(view, place, info) : []),
    ...leads,
  ];
  if (markup.length === 0) return undefined;
  const span = place.onKey ? entry!.keySpan : node.span;
  if (node.kind !== 'scalar' && !place.onKey) return undefined;
  return { contents: renderMarkup(markup, markdown), range: view.lines.range(span) };
}

function aboutKey(view: DocumentView, place: PlaceInDocument, info: KeyInfo): Markup {
  const { entry, shape } = place.value;
  const facts: Part[][] = [
    ...(info.required ? [[plain('Required.')]] : []),
    ...(info.absent === undefined ? [] : [[prose(`Default: ${info.absent}.`)]]),
    ...(info.since === undefined ? [] : [[plain(`Since ${info.since}.`)]]),
    ...(info.removed === undefined ? [] : [[plain(`No longer read from ${info.removed} on.`)]]),
  ];
  return [
    paragraph(strong(entry!.key), plain(`: ${typeText(shape)}`)),
    paragraph(prose(info.doc)),
    ...valuesOf(shape),
    ...(facts.length === 0
      ? []
      : [paragraph(...facts.flatMap((fact, index) => (index === 0 ? fact : [plain(' '), ...fact])))]),
    ...effective(view, place),
  ];
}

function typeText(shape: Shape): string {
  switch (shape.kind) {
    case 'list':
      return `list of ${shape.item.kind === 'text' ? 'strings' : `${typeText(shape.item)}s`}`;
    case 'map':
      return 'table of names';
    case 'variant':
      return 'table';
    case 'text':
      return 'string';
    default:
      return shape.kind;
  }
}

function valuesOf(shape: Shape): Markup {
  const values = 'values' in shape ? (shape.values ?? []) : [];
  if (values.length === 0) return [];
  const parts = values.flatMap((value, index) => [
    ...(index === 0 ? [] : [plain(', ')]),
    code(String(value)),
  ]);
  return [paragraph(plain('One of '), ...parts)];
}

/** For registries.conf: the value that is in force on the node, and who set it. */
function effective(view: DocumentView, place: PlaceInDocument): Markup {
  if (registriesConf(view.document) === undefined) return [];
  const config = view.node.view().config();
  const { key, keySpan } = place.value.entry!;
  const name = key.toLowerCase();
  const table = registryAt(view.document, keySpan.start);
  if (table !== undefined) {
    const by = fateOf(config, table)?.by;
    if (by === undefined) return [];
    return [
      paragraph(
        plain('Without effect: '),
        code(by.prefix),
        plain(` is set by ${citation(view, by.origin)}.`),
      ),
    ];
  }
  const said = (value: string, by: string): Markup => [
    paragraph(plain(`In force for ${config.target.id}: `), code(value), plain(`, set by ${by}.`)),
  ];
  if (name === 'unqualified-search-registries' && config.searchRegistries !== undefined) {
    const { values, path, list } = config.searchRegistries;
    return said(
      neutralize(values.join(', ')) || 'an empty list',
      citation(view, { path, span: list.keySpan }),
    );
  }
  if (name === 'short-name-mode') {
    const origin = config.shortNameModeOrigin;
    return said(config.shortNameMode, origin === undefined ? 'default' : citation(view, origin));
  }
  return [];
}
