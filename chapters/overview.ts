import { prose, section } from '#report';
import { given, nats, probability, ref } from '#report/values';
import { carryOver } from './04-log-space-joint-probability/adding-logarithms.measure.ts';
import { squareOf } from './commuting-square.ts';

/** The thought that all chapters share. */
export const overview = section({
  id: 'how-the-chapters-connect',
  title: prose`One thought in all seven`,
  needs: { m: carryOver },
  write: ({ m }) => [
    prose`**Translate, operate, translate back.** Where an operation is hard, a one-to-one map leads to a scale on
      which it is easy (${ref('thread-square')}). Several chapters draw a square of their own.`,
    squareOf('joint', {
      id: 'thread-square',
      numbers: {
        given: m.rows.map(({ factor }) => given(factor)),
        mapped: m.rows.map(({ log }) => nats(log, { digits: 2 })),
        combined: [nats(m.sum, { digits: 2 })],
        result: [probability(m.product, { digits: 1 })],
      },
    }),
  ],
});
