/** The writer alone: the package's main entry pulls in Node modules. It ships no types of its own. */
declare module '@iarna/toml/stringify.js' {
  const stringify: { value(value: unknown): string };
  export default stringify;
}
