const vscode = require('vscode');

/** The interface that the YAML extension has for others, and answers from the schemas that they give. */
exports.activate = (context) => {
  const found = vscode.languages.createDiagnosticCollection('yaml');
  const look = (document) => {
    if (document.languageId !== 'yaml') return;
    const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'seen by the YAML extension');
    diagnostic.source = 'YAML';
    found.set(document.uri, [diagnostic]);
  };
  const contributors = new Map();
  const schemaOf = (resource) => {
    for (const { requestSchema, requestSchemaContent } of contributors.values()) {
      const address = requestSchema(resource);
      if (address) return { address, text: requestSchemaContent(address) };
    }
    return undefined;
  };
  const propertiesFor = (document) => {
    const schema = schemaOf(document.uri.toString());
    return schema === undefined ? [] : [...propertiesIn(JSON.parse(schema.text))];
  };
  vscode.workspace.textDocuments.forEach(look);
  context.subscriptions.push(
    found,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.commands.registerCommand('stubYaml.schemaOf', (resource) => schemaOf(resource)),
    vscode.commands.registerCommand('stubYaml.contributors', () => [...contributors.keys()]),
    vscode.languages.registerCompletionItemProvider('yaml', {
      provideCompletionItems: (document) =>
        [...new Set(propertiesFor(document).map(([name]) => name))].map(
          (name) => new vscode.CompletionItem(name, vscode.CompletionItemKind.Property),
        ),
    }),
    vscode.languages.registerHoverProvider('yaml', {
      provideHover: (document, position) => {
        const word = document.getText(document.getWordRangeAtPosition(position));
        const known = propertiesFor(document).find(([name]) => name === word);
        return known && new vscode.Hover(known[1].description);
      },
    }),
  );
  return {
    registerContributor(scheme, requestSchema, requestSchemaContent) {
      if (contributors.has(scheme)) return false;
      contributors.set(scheme, { requestSchema, requestSchemaContent });
      return true;
    },
  };
};

function* propertiesIn(schema) {
  if (typeof schema !== 'object' || schema === null) return;
  if (!Array.isArray(schema) && typeof schema.properties === 'object')
    for (const entry of Object.entries(schema.properties)) if (entry[1].description) yield entry;
  for (const inner of Object.values(schema)) yield* propertiesIn(inner);
}
