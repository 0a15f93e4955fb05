/** The item that a list holds under a name. */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const item = list.find((one) => one.name === name);
  if (item === undefined)
    throw new RangeError(`there is no "${name}" in ${list.map((one) => one.name).join(', ')}`);
  return item;
}

/** The text of the tokens before one, at most so many. */
export function wordsBefore(
  tokens: readonly { readonly text: string }[],
  index: number,
  most: number,
): string {
  const before = tokens.slice(Math.max(0, index - most), index);
  return before.map(({ text }) => text).join('');
}
