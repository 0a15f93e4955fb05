import type { InstrumentKind, LabModel } from '../../../scripts/page-model/lab';
import { element } from '../element';
import { startAnswers } from './answers';
import { Asker } from './ask';
import { startGenerate } from './generate';
import { startNext } from './next-token';
import { startScore } from './score';
import { startCuts } from './tokenizations';

/** Has instruments ask for their examples where nobody sees them, so that the answers can be recorded. */

const STARTS: Readonly<
  Record<InstrumentKind, (place: HTMLElement, example: never, asker: Asker, model: LabModel) => unknown>
> = { score: startScore, next: startNext, answers: startAnswers, generate: startGenerate, cuts: startCuts };

declare global {
  /** Returns where the instrument is. */
  var startExample: (kind: InstrumentKind, example: object, model: LabModel) => HTMLElement;
}

globalThis.startExample = (kind, example, model) => {
  const place = element('div');
  STARTS[kind](place, example as never, new Asker(), model);
  return place;
};
