/** A function that computes its value for each key once. */
export function memoise<Key, Value>(
  compute: (key: Key) => Value,
  known: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown } = new Map(),
): (key: Key) => Value {
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** The same for objects, each as long as something else holds it. */
export function memoiseByObject<Key extends object, Value>(
  compute: (key: Key) => Value,
): (key: Key) => Value {
  return memoise(compute, new WeakMap());
}
