import { at } from '#numerics/list';
import { curious, finding, greater, join, pitfall, prose, type Seen, section, table } from '#report';
import {
  count,
  countInWords,
  given,
  nats,
  percent,
  probability,
  real,
  term,
  text,
  token,
} from '#report/values';
import { overlapping, surfaceForms } from './spellings.measure.ts';

const overlapExceedsOne = ({ sum }: Seen<typeof overlapping>) =>
  finding({
    id: 'overlap-exceeds-one',
    when: greater('sum of the probabilities of Paris, Paris with a full stop and Paris with a comma', sum, 1),
    text: () =>
      prose`The probabilities of these three continuations add up to ${probability(sum, 3)}, more than certain: whoever writes \`␣Paris.\` has written \`␣Paris\` before.`,
  });

export const spellingsSection = section({
  id: 'surface-forms',
  title: prose`Several right answers`,
  needs: { m: surfaceForms, overlap: overlapping },
  write({ m, overlap }) {
    const [frame, examples] = [at(m.prompts, 0), at(m.prompts, 1)];
    const usualOf = ({ sets }: typeof frame) => at(sets, 0);
    const mergedOf = ({ sets }: typeof frame) => at(sets, 2);
    const change = ({ loss }: typeof frame) =>
      prose`${nats(loss.estimate, 2)} (interval ${real(loss.low, 2)} to ${real(loss.high, 2)})`;
    const names = [prose`the frame`, prose`the examples`];
    const rows = m.prompts.flatMap(({ sets }, place) => {
      const labels = [...sets.slice(0, 2).map(({ shown }) => join(shown.map(token))), prose`all, merged`];

      return sets.map((set, index) => ({ ...set, prompt: at(names, place), label: at(labels, index) }));
    });
    return [
      prose`A right answer may have several spellings, such as ${token(at(m.spellings, 0))} and ${token(at(m.spellings, 1))}. If none is a prefix of another, you may add their probabilities. Does that improve answers? We asked ${count(m.n)} yes-or-no questions in two prompts. In one, ${count(usualOf(frame).right)} answers were right with the
        usual spelling and ${count(mergedOf(frame).right)} with ${countInWords(m.forms)} spellings added; in the other,
        ${count(usualOf(examples).right)} and ${count(mergedOf(examples).right)}. Guessing gets half of them right.`,
      curious(prose`What did merging change?`, [
        prose`The frame is “${text(frame.example)}”. The other prompt has four examples: “${text(examples.example)}” (⏎ is a line
          break). The merged spellings are ${join(m.spellings.map(token))}, and the same for no.`,
        table({
          id: 'merging',
          caption: prose`Right answers of ${count(m.n)}, how many were yes, and the log loss: the mean of minus the logarithm of
            the right answer's share of the two. A coin toss has ${nats(m.coin, 2)}.`,
          rows,
          columns: [
            ['prompt', (row) => row.prompt],
            ['spellings', (row) => row.label],
            ['right', (row) => count(row.right)],
            ['said yes', (row) => count(row.saidYes)],
            ['log loss (nats)', (row) => nats(row.loss, 2)],
          ],
        }),
        prose`The usual spelling holds ${percent(frame.usualShare, 2)} of the probability of all ${countInWords(m.forms)} in the frame, and ${percent(examples.usualShare, 2)} after the
          examples. Merging changes the mean loss by ${change(frame)} in the frame and by ${change(examples)} after the
          examples. The intervals come from a ${term('bootstrap')} over pairs of questions, at a level of ${percent(m.level)} each,
          so that all ${countInWords(m.compared)} comparisons (loss and right answers, in two prompts) together miss a true value in about ${given(5)}% of
          cases. The frame was fixed before any score. Of two sets of examples, one was kept.

          For synonyms, [Wiegreffe et al.](https://aclanthology.org/2023.emnlp-main.522) found remedies that can be ineffective or harmful for some
        models.`,
      ]),
      pitfall(prose`Adding what overlaps`, [
        prose`After “${text(overlap.prompt)}”, ${join(overlap.rows.map(({ form, probability: p }) => prose`${token(form)} has ${probability(p, 2)}`))}.
          ${overlapExceedsOne(overlap)} A sum below one proves nothing.`,
      ]),
    ];
  },
});
