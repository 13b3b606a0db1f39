import type { KeyInfo, Shape, Span, TableShape } from '@mirrorwright/core';
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { DocumentView } from '../../node/document-view.ts';
import { type Markup, paragraph, prose, renderMarkup } from '../markup.ts';
import type { NamedFile } from '../names.ts';
import { blocksOf } from './blocks.ts';
import { headerItems } from './headers.ts';
import { jsonPlace } from './json-place.ts';
import { knownNames } from './known-names.ts';
import type { CompletionPlace } from './place.ts';
import { plainText, quotedValue, valueSnippet } from './snippets.ts';
import { tomlPlace } from './toml-place.ts';
import { yamlPlace } from './yaml-place.ts';

export interface CompletionOptions {
  readonly snippets: boolean;
  readonly markdown: boolean;
  /** Every file whose names may be meant. */
  readonly files: readonly NamedFile[];
}

const places = { toml: tomlPlace, yaml: yamlPlace, json: jsonPlace };

/** Keys, values, names and whole blocks that may stand at an offset. */
export function completion(view: DocumentView, offset: number, options: CompletionOptions): CompletionItem[] {
  const format =
    view.document.tree.format === 'yaml' && /\.json$/.test(view.document.path)
      ? 'json'
      : view.document.tree.format;
  const place = places[format](view, offset);
  if (place === undefined) return [];
  const at: Context = { view, options, place, format };
  switch (place.kind) {
    case 'key':
      return [...keyItems(at, place), ...(place.blocks && !place.hasValue ? blockItems(at) : [])];
    case 'value':
      return place.asKey ? mapKeyItems(at, place) : valueItems(at, place.shape, place.quoted);
    case 'header':
      return [...headerItems(view, offset).map((label) => headerItem(at, label)), ...blockItems(at)];
    case 'item':
      return itemItems(at, place.item, place.dash);
  }
}

interface Context {
  readonly view: DocumentView;
  readonly options: CompletionOptions;
  readonly place: CompletionPlace;
  readonly format: 'toml' | 'yaml' | 'json';
}

function keyNames(shape: Shape): Shape {
  return shape.kind === 'map' && shape.keyNames !== undefined
    ? { kind: 'text', names: shape.keyNames }
    : { kind: 'text' };
}

function keyItems(at: Context, place: Extract<CompletionPlace, { kind: 'key' }>): CompletionItem[] {
  return (
    keysOf(place.table)
      .filter(([key]) => !place.present.has(key) && !place.present.has(key.toLowerCase()))
      // tables of TOML are opened by headers, which are offered as such
      .filter(([, { shape }]) => at.format !== 'toml' || !isTable(shape))
      .map(([key, info], index) => {
        const text = place.hasValue ? key : `${key}${valueSnippet(info.shape, at.format)}`;
        const written = at.format === 'json' ? jsonKey(key, text, place) : text;
        return item(at, {
          label: key,
          kind: CompletionItemKind.Property,
          text: written,
          about: aboutKey(info),
          sort: `1${info.required ? 0 : 1}${String(index).padStart(2, '0')}`,
        });
      })
  );
}

/** The key of a map, and what follows a new one. */
function mapKeyItems(
  at: Context,
  { shape, quoted, asKey }: Extract<CompletionPlace, { kind: 'value' }>,
): CompletionItem[] {
  const isNew = shape.kind === 'map' && !asKey!.hasValue && !quoted;
  const follows = isNew ? valueSnippet(shape.value, at.format) : '';
  return valueItems(at, keyNames(shape), quoted, follows).filter(({ label }) => !asKey!.present.has(label));
}

function jsonKey(
  key: string,
  text: string,
  { hasValue, quoted }: Extract<CompletionPlace, { kind: 'key' }>,
): string {
  if (hasValue) return quoted ? key : `"${key}"`;
  // inside quotes the closing one stands already
  return quoted ? key : `"${key}"${text.slice(key.length)}`;
}

function keysOf(table: TableShape): readonly (readonly [string, KeyInfo])[] {
  return [...table.keys].filter(([, { removed }]) => removed === undefined);
}

function isTable(shape: Shape): boolean {
  if (shape.kind === 'list') return isTable(shape.item);
  return shape.kind === 'table' || shape.kind === 'map' || shape.kind === 'variant';
}

function aboutKey({ doc, absent }: KeyInfo): Markup {
  return [paragraph(prose(doc)), ...(absent === undefined ? [] : [paragraph(prose(`Default: ${absent}.`))])];
}

function valueItems(at: Context, shape: Shape, quoted: boolean, follows = ''): CompletionItem[] {
  if (shape.kind === 'boolean') {
    if (quoted) return [];
    return ['true', 'false'].map((value) =>
      item(at, { label: value, kind: CompletionItemKind.Value, text: value, sort: `0${value}` }),
    );
  }
  if (shape.kind === 'number')
    return (shape.values ?? []).map((value) =>
      item(at, { label: String(value), kind: CompletionItemKind.Value, text: String(value), sort: '0' }),
    );
  if (shape.kind !== 'text') return [];
  const write = (value: string): string => (quoted ? value : quotedValue(value, at.format)) + follows;
  const fixed = (shape.values ?? []).map((value, index) =>
    item(at, {
      label: value,
      kind: CompletionItemKind.EnumMember,
      text: write(value),
      sort: `0${String(index).padStart(2, '0')}`,
    }),
  );
  const names = shape.names === undefined ? [] : knownNames(shape.names, at.options.files, at.view.uri);
  const offered = names.map(({ name, from }, index) =>
    item(at, {
      label: name,
      kind: CompletionItemKind.Reference,
      text: write(name),
      detail: from,
      sort: `2${String(index).padStart(4, '0')}`,
    }),
  );
  return [...fixed, ...offered];
}

/** A new item of a list: a mapping with the keys it needs, or a name. */
function itemItems(at: Context, shape: Shape, dash: boolean): CompletionItem[] {
  const start = dash ? '- ' : '';
  if (shape.kind === 'table') {
    const keys = keysOf(shape).filter(([key, { required }]) => required || shape.title?.includes(key));
    const text = keys
      .map(
        ([key, { shape: inner }], index) =>
          `${index === 0 ? start : '  '}${key}${valueSnippet(inner, 'yaml')}`,
      )
      .join('\n');
    const [first] = keys;
    if (first === undefined) return [];
    return [
      item(at, {
        label: `- ${first[0]}`,
        kind: CompletionItemKind.Snippet,
        text,
        about: aboutKey(first[1]),
        sort: '0',
      }),
    ];
  }
  return valueItems(at, shape, false).map((one) => ({
    ...one,
    ...('textEdit' in one && { textEdit: { ...one.textEdit!, newText: start + one.textEdit!.newText } }),
  }));
}

function headerItem(at: Context, label: string): CompletionItem {
  return item(at, { label, kind: CompletionItemKind.Struct, text: label, sort: `1${label}` });
}

function blockItems(at: Context): CompletionItem[] {
  return blocksOf(at.view.document.dialect).map(({ label, detail, lines }, index) =>
    item(at, {
      label,
      detail,
      kind: CompletionItemKind.Snippet,
      text: lines.join('\n'),
      filter: `${lines[0]} ${label}`,
      sort: `3${index}`,
    }),
  );
}

interface ItemParts {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly text: string;
  readonly detail?: string;
  readonly about?: Markup;
  readonly sort: string;
  readonly filter?: string;
}

function item(
  { view, options, place }: Context,
  { label, kind, text, detail, about, sort, filter }: ItemParts,
): CompletionItem {
  const isSnippet = /\$\{?\d/.test(text);
  const written = isSnippet && !options.snippets ? plainText(text) : text;
  const newText = 'comma' in place && place.comma ? `${written},` : written;
  return {
    label,
    kind,
    sortText: sort,
    textEdit: { range: view.lines.range(place.replace as Span), newText },
    ...(isSnippet && options.snippets && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { detail }),
    ...(filter !== undefined && { filterText: filter }),
    ...(about !== undefined && { documentation: renderMarkup(about, options.markdown) }),
  };
}
