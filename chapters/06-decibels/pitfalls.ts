import { list, pitfall, prose, section } from '#report';
import { decibels, given, text } from '#report/values';
import { decibelMistakes } from './pitfalls.measure.ts';

const WHOLE = { digits: 0 } as const;

export const pitfalls = section({
  id: 'decibel-pitfalls',
  title: prose`What can go wrong`,
  needs: { m: decibelMistakes },
  write: ({ m }) => [
    pitfall(
      prose`Averaging decibels`,
      prose`In the European Union (${text(m.rule)}) an employer must act from ${given(m.limit)} dB on (weighted as the ear hears), averaged over eight hours as power. Let ${list(m.readings.map(given))} dB each stand for a third of the day. Their mean,
        ${decibels(m.arithmetic, WHOLE)}, says “quiet”; the mean power, ${decibels(m.energetic, WHOLE)}, says “act”.`,
    ),
    pitfall(
      prose`Bars on a logarithmic axis`,
      prose`A bar says “so much” by its length. A logarithmic axis has no zero for it to begin at, so its length says nothing. Draw points, or bars from zero decibels where that means “no change” or even odds.`,
    ),
  ],
});
