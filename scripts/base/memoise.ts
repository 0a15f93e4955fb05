/** A function that computes its value for each key once; again if the value is a promise that was rejected. */
export function memoise<Key, Value>(
  compute: (key: Key) => Value,
  known: {
    get(key: Key): Value | undefined;
    set(key: Key, value: Value): unknown;
    delete(key: Key): unknown;
  } = new Map(),
): (key: Key) => Value {
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    known.set(key, value);
    if (value instanceof Promise) value.catch(() => known.delete(key));
    return value;
  };
}

/** The same for objects, each as long as something else holds it. */
export function memoiseByObject<Key extends object, Value>(
  compute: (key: Key) => Value,
): (key: Key) => Value {
  return memoise(compute, new WeakMap());
}
