/** What is recorded of another model, in the shape of a chapter's data file. */
interface RecordedChapter {
  readonly model: {
    readonly id: string;
    readonly engine: { readonly name: string; readonly dtype: string };
  };
  readonly measurements: readonly { readonly id: string; readonly output: unknown }[];
}

/** The model and one of its results in the text of a recorded data file. Throws a RangeError if the result is missing. */
export function recordedResult<Output>(text: string, id: string) {
  const { model, measurements }: RecordedChapter = JSON.parse(text);
  const found = measurements.find((one) => one.id === id);
  if (!found) throw new RangeError(`nothing is recorded of ${id}`);
  return { model, output: found.output as Output };
}
