import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';

/**
 * Two answers to each of a few questions, scored without a passage and with several: what the next section makes
 * decibels of. Kept apart so that another source of such scores can take its place.
 */

interface Question {
  readonly name: string;
  readonly about: 'known' | 'invented';
  readonly question: string;
  readonly right: string;
  readonly rival: string;
  /** A passage that names an answer. */
  readonly passage: (answer: string) => string;
}

const QUESTIONS: readonly Question[] = [
  {
    name: 'capital of Australia',
    about: 'known',
    question: 'What is the capital of Australia?',
    right: ' Canberra',
    rival: ' Sydney',
    passage: (answer) => `The parliament of Australia meets in its capital,${answer}.`,
  },
  {
    name: 'author of Frankenstein',
    about: 'known',
    question: 'Who wrote the novel Frankenstein?',
    right: ' Mary Shelley',
    rival: ' Bram Stoker',
    passage: (answer) => `Frankenstein is a novel by${answer}, first printed in London.`,
  },
  {
    name: 'liquid metal',
    about: 'known',
    question: 'Which metal is liquid at room temperature?',
    right: ' mercury',
    rival: ' lead',
    passage: (answer) => `At room temperature the metal${answer} is liquid.`,
  },
  {
    name: 'lighthouse keeper',
    about: 'invented',
    question: 'Who keeps the lighthouse of Orlan Bay?',
    right: ' Marta Velin',
    rival: ' Jonas Ketter',
    passage: (answer) => `The lighthouse of Orlan Bay is kept by${answer}, who lives there alone.`,
  },
  {
    name: 'Tallow Museum',
    about: 'invented',
    question: 'In which town is the Tallow Museum?',
    right: ' Brenholm',
    rival: ' Askerby',
    passage: (answer) => `The Tallow Museum stands in the old harbour of${answer}.`,
  },
  {
    name: 'flag of the rowing club',
    about: 'invented',
    question: 'What colour is the flag of the Veldan rowing club?',
    right: ' orange',
    rival: ' purple',
    passage: (answer) => `The Veldan rowing club has a plain${answer} flag.`,
  },
];

/** The prompt: a passage or none, then the question. */
function promptOf(question: string, passage?: string): string {
  return `${passage === undefined ? '' : `${passage}\n`}Question: ${question}\nAnswer:`;
}

export const passageScores = measurement({
  id: 'passage-scores',
  kinds: {
    questions: {
      name: 'exact',
      about: 'exact',
      question: 'exact',
      right: 'exact',
      rival: 'exact',
      passage: 'exact',
      odds: { none: 'decibels', passage: 'decibels', contrary: 'decibels', twice: 'decibels' },
    },
  },
  async measure({ lm }) {
    const questions = [];
    for (const { name, about, question, right, rival, passage } of QUESTIONS) {
      const answers = [right, rival].map((answer) => lm.encode(answer));
      /** ln P(right | prompt) - ln P(rival | prompt), in dB. */
      const oddsAfter = async (prompt: string): Promise<number> => {
        const ids = lm.encode(prompt);
        for (const answer of [right, rival]) {
          if (lm.encode(prompt + answer).join() !== [...ids, ...lm.encode(answer)].join())
            throw new RangeError(`"${answer}" is cut into other tokens after "${prompt}"`);
        }
        const scores = await lm.scoreContinuations(ids, answers);
        return natsToDecibels(at(scores, 0).total - at(scores, 1).total);
      };
      const [supporting, contrary] = [passage(right), passage(rival)];
      questions.push({
        name,
        about: about as string,
        question,
        right,
        rival,
        passage: supporting,
        odds: {
          none: await oddsAfter(promptOf(question)),
          passage: await oddsAfter(promptOf(question, supporting)),
          contrary: await oddsAfter(promptOf(question, contrary)),
          twice: await oddsAfter(promptOf(question, `${supporting} ${supporting}`)),
        },
      });
    }
    return { questions };
  },
});
