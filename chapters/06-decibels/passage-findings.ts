import { and, clearly, finding, greater, less, most, prose, type Quantity, type Seen } from '#report';
import { count, decibels, given, percent, probability, rank, real, term } from '#report/values';
import type { passageEvidence } from './passage-evidence.measure.ts';

/** Findings about passages. Each is tested in both wordings: paragraphs, and single sentences after other examples. */

type Evidence = Pick<Seen<typeof passageEvidence>, 'paragraph' | 'sentence' | 'questions'>;
type Wording = Evidence['paragraph'];
type Interval = Record<'estimate' | 'low' | 'high', Quantity<'decibels'>>;
type Condition = ReturnType<typeof and>;

const inBoth = ({ paragraph, sentence }: Evidence, test: (one: Wording, where: string) => Condition) =>
  and(test(paragraph, ', paragraphs'), test(sentence, ', sentences'));

/** "1.0 dB (−2.0 to 3.0 dB)" */
const withInterval = ({ estimate, low, high }: Interval) =>
  prose`${decibels(estimate, 1)} (${real(low, 1)} to ${decibels(high, 1)})`;
const numbersOf = ({ estimate, low, high }: Interval) => [estimate, low, high];

export const passagesPull = (m: Evidence) =>
  finding({
    id: 'passages-pull',
    when: inBoth(m, ({ evidence }, where) =>
      clearly(`median evidence of the right passage${where}`, 'above', 0, evidence.gold),
    ),
    context: [m.questions],
    text: () => prose`On ${count(m.questions)} questions, a passage that names the right answer was worth a median of
      ${decibels(m.paragraph.evidence.gold.estimate, 1)} as a paragraph (${given(95)}% interval:
      ${real(m.paragraph.evidence.gold.low, 1)} to ${decibels(m.paragraph.evidence.gold.high, 1)}) and of
      ${withInterval(m.sentence.evidence.gold)} as a single sentence.`,
  });

export const falsePulls = (m: Evidence) =>
  finding({
    id: 'false-passage-pulls',
    when: inBoth(m, ({ evidence, none, counterfactual }, where) =>
      and(
        clearly(`median evidence of the false passage${where}`, 'below', 0, evidence.counterfactual),
        greater(
          `questions on which the rival leads with the false passage and without one${where}`,
          counterfactual.ahead,
          none.ahead,
        ),
      ),
    ),
    context: [m.questions],
    text: () => prose`A passage that names the rival moved the odds by a median of
      ${withInterval(m.paragraph.evidence.counterfactual)} as a paragraph and ${withInterval(m.sentence.evidence.counterfactual)}
      as a sentence. Without a passage, the rival led on ${rank(m.paragraph.none.ahead)} of ${count(m.questions)} questions
      (${rank(m.sentence.none.ahead)} after the other examples). With the false passage, it led on
      ${rank(m.paragraph.counterfactual.ahead)} (${rank(m.sentence.counterfactual.ahead)}).`,
  });

export const denialPulls = (m: Evidence) =>
  finding({
    id: 'denial-pulls',
    when: inBoth(m, ({ evidence, named, none, rivalDenied }, where) =>
      and(
        clearly(
          `median evidence of a passage that denies the rival${where}`,
          'below',
          0,
          evidence.rivalDenied,
        ),
        clearly(`median gain of the denied rival${where}`, 'above', 0, named.rivalDenied),
        greater(
          `questions on which the rival leads with its denial and without a passage${where}`,
          rivalDenied.ahead,
          none.ahead,
        ),
      ),
    ),
    context: [m.questions],
    text: () => prose`A passage that says “It is *not* the rival” moved the odds *towards* the rival, by a median of
      ${withInterval(m.paragraph.evidence.rivalDenied)} as a paragraph and ${withInterval(m.sentence.evidence.rivalDenied)} as a
      sentence. The rival's own probability rose by a median of ${withInterval(m.paragraph.named.rivalDenied)} and
      ${withInterval(m.sentence.named.rivalDenied)}. It led on ${rank(m.paragraph.rivalDenied.ahead)} of ${count(m.questions)}
      questions (${rank(m.sentence.rivalDenied.ahead)} as a sentence), and on ${rank(m.paragraph.none.ahead)}
      (${rank(m.sentence.none.ahead)}) without a passage. To name an answer made it likelier, even in order to deny it.`,
  });

export const deniedRight = (m: Evidence) =>
  finding({
    id: 'denied-right-unclear',
    when: inBoth(m, ({ evidence: { denied } }, where) =>
      and(
        less(`lower bound for a passage that denies the right answer${where}`, denied.low, 0),
        greater(`upper bound for a passage that denies the right answer${where}`, denied.high, 0),
      ),
    ),
    context: [m.paragraph.evidence.denied.estimate, m.sentence.evidence.denied.estimate],
    text: () => prose`A passage that denies the *right* answer was worth a median of
      ${withInterval(m.paragraph.evidence.denied)} and ${withInterval(m.sentence.evidence.denied)}. Both intervals include
      zero, so we cannot say which way it pulls.`,
  });

export const secondCopyLess = (m: Evidence) =>
  finding({
    id: 'second-copy-less',
    when: inBoth(m, ({ secondLess }, where) =>
      clearly(
        `median by which the second copy was worth less than the first${where}`,
        'above',
        0,
        secondLess,
      ),
    ),
    context: [...numbersOf(m.paragraph.evidence.twice), ...numbersOf(m.sentence.evidence.twice)],
    text: () => prose`A second copy of the right passage, placed after the first, added a median of
      ${withInterval(m.paragraph.evidence.twice)} as a paragraph and ${withInterval(m.sentence.evidence.twice)} as a sentence.
      Question by question, it was worth ${withInterval(m.paragraph.secondLess)} and ${withInterval(m.sentence.secondLess)} less
      than the first copy.`,
  });

export const rightBeatsUnrelated = (m: Evidence) =>
  finding({
    id: 'right-beats-unrelated',
    when: inBoth(m, ({ overUnrelated }, where) =>
      most(`questions on which the right passage was worth more than an unrelated one${where}`, {
        count: overUnrelated.count,
        of: m.questions,
        p: overUnrelated.p,
      }),
    ),
    text: () => prose`The passage that names the right answer was worth more than one on another subject on
      ${rank(m.paragraph.overUnrelated.count)} and ${rank(m.sentence.overUnrelated.count)} of the ${count(m.questions)} questions
      (${term('sign test')}: p = ${probability(m.paragraph.overUnrelated.p, 1)} and
      ${probability(m.sentence.overUnrelated.p, 1)}).`,
  });

export const answersHold = (m: Evidence) =>
  finding({
    id: 'answers-hold-most',
    when: inBoth(m, ({ gold }, where) =>
      greater(
        `median probability of the two answers together, after the right passage${where}`,
        gold.together,
        0.5,
      ),
    ),
    text: () => prose`After the right passage, the two answers together hold a median of
      ${percent(m.paragraph.gold.together, 2)} of the probability as a paragraph, and ${percent(m.sentence.gold.together, 2)} as a
      sentence. So there the odds compare what the model is about to write.`,
  });

export const bareAnswersRare = ({ bare }: Pick<Seen<typeof passageEvidence>, 'bare'>) =>
  finding({
    id: 'bare-answers-rare',
    when: and(
      clearly('median evidence of the right sentence without examples', 'above', 0, bare.evidence),
      less('median probability of the two answers together, without examples', bare.gold.together, 0.1),
    ),
    text: () => prose`Without examples, the sentence that names the right answer is worth a median of
      ${withInterval(bare.evidence)}. Yet after it the two answers together hold a median of ${percent(bare.gold.together, 2)} of
      the probability. A large number of decibels says which of two replies is likelier, and nothing about whether either is
      given.`,
  });

export const breakEven = (m: Evidence) =>
  finding({
    id: 'retrieval-break-even',
    when: inBoth(m, ({ none, gold, counterfactual }, where) =>
      and(
        greater(
          `questions on which the rival leads with the false passage and without one${where}`,
          counterfactual.ahead,
          none.ahead,
        ),
        greater(
          `questions on which the rival leads without a passage and with the right one${where}`,
          none.ahead,
          gold.ahead,
        ),
      ),
    ),
    context: [m.paragraph.breakEven, m.sentence.breakEven, m.questions],
    text: () => prose`Of our ${count(m.questions)} questions, the rival leads on ${rank(m.paragraph.none.ahead)} without a passage, on
      ${rank(m.paragraph.gold.ahead)} with the right paragraph and on ${rank(m.paragraph.counterfactual.ahead)} with the false one. So
      retrieval helps this model as long as less than ${percent(m.paragraph.breakEven, 2)} of the passages are false. With
      sentences, the counts are ${rank(m.sentence.none.ahead)}, ${rank(m.sentence.gold.ahead)} and
      ${rank(m.sentence.counterfactual.ahead)}, and the border is ${percent(m.sentence.breakEven, 2)}.`,
  });
