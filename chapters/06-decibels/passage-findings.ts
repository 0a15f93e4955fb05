import { and, clearly, finding, greater, less, prose, type Quantity, type Seen } from '#report';
import { count, decibels, math, percent, rank, real } from '#report/values';
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
    text: () => prose`A passage that names the right answer speaks for it: the median evidence was
      ${decibels(m.paragraph.evidence.gold.estimate, 1)} for paragraphs and
      ${decibels(m.sentence.evidence.gold.estimate, 1)} for sentences.`,
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
    when: inBoth(m, ({ evidence, beyondSubject }, where) =>
      and(
        clearly(`median evidence of a denial of the rival${where}`, 'below', 0, evidence.rivalDenied),
        clearly(
          `median evidence of a denial of the rival, beyond another subject${where}`,
          'below',
          0,
          beyondSubject.rivalDenied,
        ),
      ),
    ),
    text: () => prose`A passage that denies the rival (“It is *not* …”) moved the odds *towards* the rival: the median evidence
      was ${withInterval(m.paragraph.evidence.rivalDenied)} for paragraphs and
      ${withInterval(m.sentence.evidence.rivalDenied)} for sentences. It stays below zero when compared with a passage on
      another subject.`,
  });

export const deniedNameDecides = (m: Evidence) =>
  finding({
    id: 'denied-name-decides',
    when: inBoth(m, ({ nameSwapped }, where) =>
      clearly(
        `median by which denying the right answer left better odds than denying the rival${where}`,
        'above',
        0,
        nameSwapped,
      ),
    ),
    text: () => prose`The two denials differ in nothing but the name. Where the right answer was denied, its odds were better
      than where the rival was, by a median of ${withInterval(m.paragraph.nameSwapped)} and ${withInterval(m.sentence.nameSwapped)}.`,
  });

export const deniedRight = (m: Evidence) =>
  finding({
    id: 'denied-right-helps',
    when: inBoth(m, ({ beyondSubject }, where) =>
      clearly(
        `median evidence of a denial of the right answer, beyond another subject${where}`,
        'above',
        0,
        beyondSubject.denied,
      ),
    ),
    text: () => prose`On the same question, a denial of the right answer left the odds *better* than a passage on another subject, by
      a median of ${withInterval(m.paragraph.beyondSubject.denied)} and ${withInterval(m.sentence.beyondSubject.denied)}.`,
  });

export const secondCopyLess = (m: Evidence) =>
  finding({
    id: 'second-copy-less',
    context: [m.paragraph.evidence.twice.estimate, m.sentence.evidence.twice.estimate],
    when: inBoth(m, ({ secondLess }, where) =>
      clearly(
        `median by which the second copy was worth less than the first${where}`,
        'above',
        0,
        secondLess,
      ),
    ),
    text: () => prose`A second copy of the right passage adds less than the first: a median of
      ${decibels(m.paragraph.evidence.twice.estimate, 1)} for paragraphs and
      ${decibels(m.sentence.evidence.twice.estimate, 1)} for sentences.`,
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

/** "49% (39% to 63%)" */
const share = ({ estimate, low, high }: Wording['breakEven']['once']) =>
  prose`${percent(estimate, 2)} (${percent(low, 2)} to ${percent(high, 2)})`;

export const breakEven = (m: Evidence) =>
  finding({
    id: 'retrieval-break-even',
    when: inBoth(m, ({ breakEven: { once } }, where) =>
      and(
        clearly(`break-even share of false passages${where}`, 'above', 0, once),
        clearly(`break-even share of false passages${where}`, 'below', 1, once),
      ),
    ),
    context: [m.paragraph.net.none, m.paragraph.net.gold, m.paragraph.net.counterfactual],
    text: () => prose`With our paragraphs, ${math`n`} is ${real(m.paragraph.net.none, 2)}, ${math`g`} is
      ${real(m.paragraph.net.gold, 2)} and ${math`f`} is ${real(m.paragraph.net.counterfactual, 2)}. So retrieval helps this
      model while less than ${share(m.paragraph.breakEven.once)} of the passages are false, and with sentences, less than
      ${share(m.sentence.breakEven.once)}.`,
  });

export const otherReplies = (m: Evidence) =>
  finding({
    id: 'other-replies-decide',
    when: inBoth(m, ({ breakEven: { others } }, where) =>
      clearly(`break-even share if every other reply is false${where}`, 'above', 0.5, others),
    ),
    text: () => prose`If it counts as false, retrieval helps even when most passages are false, up to
      ${percent(m.paragraph.breakEven.others.estimate, 2)} and ${percent(m.sentence.breakEven.others.estimate, 2)}.`,
  });
