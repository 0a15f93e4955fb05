import { at } from '#numerics/list';
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
    return {
      rows,
      found: either(
        rows.some(({ same }) => same === 'no'),
        'some',
        'none',
      ),
      trailingSpace: either(at(rows, 1).same === 'no', 'a bad seam', 'no bad seam'),
    };
  },
});
