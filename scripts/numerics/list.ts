/** Throws a RangeError for an index outside the list. */
export function at<T>(list: ArrayLike<T>, index: number | undefined): T {
  const value = index === undefined ? undefined : list[index];
  if (value === undefined) throw new RangeError(`index ${index} is outside a list of ${list.length}`);
  return value;
}
