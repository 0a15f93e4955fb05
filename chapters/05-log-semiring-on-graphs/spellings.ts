import { finding, greater, join, pitfall, prose, type Seen, section } from '#report';
import { probability, text, token } from '#report/values';
import { overlapping } from './spellings.measure.ts';

const overlapExceedsOne = ({ sum }: Seen<typeof overlapping>) =>
  finding({
    id: 'overlap-exceeds-one',
    when: greater('sum of the probabilities of Paris, Paris with a full stop and Paris with a comma', sum, 1),
    text: () =>
      prose`The probabilities of these three continuations add up to ${probability(sum, 3)}, which is more than one: a text that
        begins with \`␣Paris.\` also begins with \`␣Paris\`.`,
  });

export const spellingsSection = section({
  id: 'surface-forms',
  title: prose`Several right answers`,
  needs: { m: overlapping },
  write: ({ m }) => [
    prose`A right answer may have several spellings, such as \`␣Yes\` and \`␣yes\`. If none is a prefix of another, they are
      mutually exclusive, and you may add up their probabilities. A method that puts more probability on
      the possible answers need not get more questions right ([Wiegreffe et al.](https://aclanthology.org/2023.emnlp-main.522)).`,
    pitfall(prose`Adding what overlaps`, [
      prose`After “${text(m.prompt)}”, ${join(m.rows.map(({ form, probability: p }) => prose`${token(form)} has a probability of ${probability(p, 2)}`))}.
        ${overlapExceedsOne(m)} A sum below one does not prove that continuations are mutually exclusive.`,
    ]),
  ],
});
