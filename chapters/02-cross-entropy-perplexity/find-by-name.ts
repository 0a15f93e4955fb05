/** The item that a list holds under a name. */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const item = list.find((one) => one.name === name);
  if (item === undefined)
    throw new RangeError(`there is no "${name}" in ${list.map((one) => one.name).join(', ')}`);
  return item;
}
