import { either, measurement } from '#report/measurement';

const SEAMS: readonly (readonly [context: string, continuation: string])[] = [
  ['the islanders buy', ' bread'],
  ['the islanders buy ', 'bread'],
  ['I was walk', 'ing home'],
  ['http:', '//example.org'],
];

export const seams = measurement({
  id: 'seams',
  kinds: {},
  async measure({ lm }) {
    const texts = (ids: readonly number[]) => lm.pieces(ids).map(({ text }) => text);
    const rows = SEAMS.map(([context, continuation]) => {
      const apart = [...lm.encode(context), ...lm.encode(continuation)];
      const together = lm.encode(context + continuation);
      const same = either(apart.join() === together.join(), 'yes', 'no');
      return { context, continuation, apart: texts(apart), together: texts(together), same };
    });
    return { rows };
  },
});
