import type { InstrumentKind, LabModel } from '../../../scripts/page-model/lab';
import { contextsOf, partsOf } from './answers';
import { findCuts } from './tokenizations';

/** Asks what instruments ask for their examples, so that the answers can be recorded. */

type Ask = (example: never, model: LabModel, signal: AbortSignal) => Promise<unknown>;

const predict = ({ text }: { text: string }, model: LabModel, signal: AbortSignal) =>
  model.predict(text, [], signal);

const ASKS: Readonly<Record<InstrumentKind, Ask>> = {
  next: predict,
  generate: predict,
  async score({ before, texts }: { before: string; texts: string[] }, model, signal) {
    for (const text of texts) await model.score([{ before, text }], signal, () => {});
  },
  async answers(example: { passage?: string; question: string; answers: string[] }, model, signal) {
    const { passage = '', question, answers } = example;
    const texts = answers.map((text) => text.trim());
    await model.score(partsOf(contextsOf(passage.trim(), question), texts), signal, () => {});
  },
  async cuts({ before, word }: { before: string; word: string }, model, signal) {
    await findCuts(before, word.trimStart(), model, signal, () => {});
  },
};

declare global {
  var askExample: (kind: InstrumentKind, example: object, model: LabModel) => Promise<unknown>;
}

globalThis.askExample = (kind, example, model) =>
  ASKS[kind](example as never, model, new AbortController().signal);
