import { and, clearly, finding, greater, less, prose, type Quantity, type Seen } from '#report';
import { count, decibels, given, math, percent, rank, real } from '#report/values';
import type { passageEvidence } from './passage-evidence.measure.ts';

/** Findings about passages. Each is tested in both wordings: paragraphs, and sentences after other examples. */

type Evidence = Pick<Seen<typeof passageEvidence>, 'paragraph' | 'sentence' | 'questions'>;
type Wording = Evidence['paragraph'];
type Interval = Record<'estimate' | 'low' | 'high', Quantity<'decibels'>>;

const inBoth = (
  { paragraph, sentence }: Evidence,
  test: (one: Wording, where: string) => ReturnType<typeof and>,
) => and(test(paragraph, ' (paragraphs)'), test(sentence, ' (sentences)'));

/** "1.0 dB (−2.0 to 3.0 dB)" */
export const withInterval = ({ estimate, low, high }: Interval) =>
  prose`${decibels(estimate, 1)} (${real(low, 1)} to ${decibels(high, 1)})`;

/** That the rival leads on more questions with the false passage than without a passage. */
const leads = ({ counterfactual, none }: Wording, where: string) =>
  greater(`questions with the rival ahead, false passage and none${where}`, counterfactual.ahead, none.ahead);

export const passagesPull = (m: Evidence) =>
  finding({
    id: 'passages-pull',
    when: inBoth(m, ({ evidence }, where) =>
      clearly(`median evidence of the right passage${where}`, 'above', 0, evidence.gold),
    ),
    context: [m.questions],
    text: () => prose`On ${count(m.questions)} questions, a passage that names the right answer was worth a median of
      ${withInterval(m.paragraph.evidence.gold)} as a paragraph, and of ${withInterval(m.sentence.evidence.gold)} as a
      sentence (with ${given(95)}% intervals).`,
  });

export const falsePulls = (m: Evidence) =>
  finding({
    id: 'false-passage-pulls',
    when: inBoth(m, (one, where) =>
      and(
        clearly(`median evidence of the false passage${where}`, 'below', 0, one.evidence.counterfactual),
        leads(one, where),
      ),
    ),
    context: [m.questions],
    text: () => prose`A passage that names a wrong answer, the rival, put it ahead of the right one on
      ${rank(m.paragraph.counterfactual.ahead)} of ${count(m.questions)} questions as a paragraph, and on
      ${rank(m.sentence.counterfactual.ahead)} as a sentence. Without a passage, the rival was ahead on
      ${rank(m.paragraph.none.ahead)} and ${rank(m.sentence.none.ahead)}.`,
  });

export const denialPulls = (m: Evidence) =>
  finding({
    id: 'denial-pulls',
    when: inBoth(m, ({ evidence }, where) =>
      clearly(`median evidence of a denial of the rival${where}`, 'below', 0, evidence.rivalDenied),
    ),
    text: () => prose`A passage that denies the rival (“It is *not* …”) moved the odds *towards* the rival, by a median of
      ${decibels(m.paragraph.evidence.rivalDenied.estimate, 1)} as a paragraph and
      ${decibels(m.sentence.evidence.rivalDenied.estimate, 1)} as a sentence.`,
  });

export const denialNames = (m: Evidence) =>
  finding({
    id: 'denied-name-likelier',
    when: inBoth(m, ({ deniedName }, where) =>
      clearly(`median gain of the denied rival${where}`, 'above', 0, deniedName),
    ),
    text: () => prose`To deny an answer, you have to name it, and the denied name became likelier, by a median of
      ${decibels(m.paragraph.deniedName.estimate, 1)} and ${decibels(m.sentence.deniedName.estimate, 1)}.`,
  });

export const deniedRight = (m: Evidence) =>
  finding({
    id: 'denied-right-unclear',
    when: inBoth(m, ({ evidence: { denied } }, where) =>
      and(
        less(`lower bound for a denial of the right answer${where}`, denied.low, 0),
        greater(`upper bound for a denial of the right answer${where}`, denied.high, 0),
      ),
    ),
    context: [m.paragraph.evidence.denied.estimate, m.sentence.evidence.denied.estimate],
    text: () => prose`A denial of the *right* answer was worth a median of ${withInterval(m.paragraph.evidence.denied)} and
      ${withInterval(m.sentence.evidence.denied)}. Both intervals include zero, so we
      cannot say that such a denial pulls the model away from the answer.`,
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
    context: [m.paragraph.evidence.twice.estimate, m.sentence.evidence.twice.estimate],
    text: () => prose`A second copy of the right passage added a median of
      ${decibels(m.paragraph.evidence.twice.estimate, 1)} as a paragraph and
      ${decibels(m.sentence.evidence.twice.estimate, 1)} as a sentence. Question by question, the median is
      ${withInterval(m.paragraph.secondLess)} and ${withInterval(m.sentence.secondLess)} less than for the first copy.`,
  });

export const answersHold = (m: Evidence) =>
  finding({
    id: 'answers-hold-most',
    when: inBoth(m, ({ gold }, where) =>
      greater(`median probability of both answers, right passage${where}`, gold.together, 0.5),
    ),
    text: () => prose`With the examples and the right passage, the two answers together hold a median of
      ${percent(m.paragraph.gold.together, 2)} of the probability (paragraphs) and ${percent(m.sentence.gold.together, 2)}
      (sentences).`,
  });

export const bareAnswersRare = ({ bare }: Pick<Seen<typeof passageEvidence>, 'bare'>) =>
  finding({
    id: 'bare-answers-rare',
    when: and(
      clearly('median evidence of the right sentence without examples', 'above', 0, bare.evidence),
      less('median probability of both answers without examples', bare.gold.together, 0.1),
    ),
    text: () => prose`Without examples, the right sentence is worth a median of ${withInterval(bare.evidence)}. Yet after
      it the two answers together hold a median of ${percent(bare.gold.together, 2)} of the probability.`,
  });

export const breakEven = (m: Evidence) =>
  finding({
    id: 'retrieval-break-even',
    when: inBoth(m, (one, where) =>
      and(
        leads(one, where),
        greater(`the same, no passage and the right one${where}`, one.none.ahead, one.gold.ahead),
      ),
    ),
    context: [m.paragraph.breakEven, m.sentence.breakEven, m.questions],
    text: () => prose`On our ${count(m.questions)} questions with paragraphs, ${math`n`} is ${rank(m.paragraph.none.ahead)}, ${math`r`} is
      ${rank(m.paragraph.gold.ahead)} and ${math`f`} is ${rank(m.paragraph.counterfactual.ahead)}. So retrieval helps this model
      while less than ${percent(m.paragraph.breakEven, 2)} of the passages are false. With sentences, the counts are
      ${rank(m.sentence.none.ahead)}, ${rank(m.sentence.gold.ahead)} and ${rank(m.sentence.counterfactual.ahead)}, and the
      border is ${percent(m.sentence.breakEven, 2)}.`,
  });
