import { finding, greater, list, pitfall, prose, type Seen, section } from '#report';
import { probability, text, token } from '#report/values';
import { overlapping } from './spellings.measure.ts';

const overlapExceedsOne = ({ sum }: Seen<typeof overlapping>) =>
  finding({
    id: 'overlap-exceeds-one',
    when: greater('sum of the probabilities of Paris, Paris with a full stop and Paris with a comma', sum, 1),
    text: () =>
      prose`The probabilities of these three beginnings add up to ${probability(sum, 3)}, more than one: a
        text that begins with \`␣Paris.\` also begins with \`␣Paris\`.`,
  });

export const spellingsSection = section({
  id: 'surface-forms',
  title: prose`Several spellings: which probabilities add up`,
  needs: { m: overlapping },
  write: ({ m }) => [
    prose`A right answer may have several spellings, such as \`␣Yes\` and \`␣yes\`. If none is a prefix of another,
      no text begins with two of them, so you may add the probabilities of these beginnings.`,
    pitfall(prose`Adding what overlaps`, [
      prose`Take the probabilities that a text begins with
        ${list(m.rows.map(({ form, probability: p }) => prose`${token(form)} (${probability(p, 2)})`))} after
        “${text(m.prompt)}”. ${overlapExceedsOne(m)}`,
    ]),
  ],
});
