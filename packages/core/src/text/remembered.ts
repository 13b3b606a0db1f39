/** What was derived from objects of one kind, for as long as these are there. */
export interface Remembered<K extends object, V> {
  get(key: K): V | undefined;
  /** Answers the value. */
  set(key: K, value: V): V;
}

/**
 * Like a WeakMap, but the value is kept by its key, in a property that nothing lists or copies. To V8's collector of young
 * objects every value of a WeakMap is in use, whether or not its key is: what an edit made would be copied, and stay until
 * all is collected. For keys that are made again with every edit.
 */
export function remembered<K extends object, V>(): Remembered<K, V> {
  const name = Symbol('remembered');
  const ofSealed = new WeakMap<K, V>();
  return {
    get: (key) => (key as { readonly [name]?: V })[name] ?? ofSealed.get(key),
    set: (key, value) => {
      if (Object.isExtensible(key)) Object.defineProperty(key, name, { value, configurable: true });
      else ofSealed.set(key, value);
      return value;
    },
  };
}
