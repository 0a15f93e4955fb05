import { at } from '#numerics/list';
import { choose, layout, type Prose, prose, type Seen, section, table } from '#report';
import { cite, count, countInWords, given, real, ref, term, text } from '#report/values';
import { decision } from './decide.measure.ts';
import { factScores } from './fact-scores.measure.ts';
import { factAccuracy } from './facts-set.measure.ts';
import { freeAnswers } from './free-answers.measure.ts';
import { passageSignals } from './passage-signals.measure.ts';
import { samplingAgreement } from './sampling.measure.ts';
import { separationOfAnswers } from './separation.measure.ts';
import { againstCoin, orNone } from './shared.ts';

type Area = Pick<Seen<typeof separationOfAnswers>['auroc'], 'estimate' | 'low' | 'high'>;
const rounded = (value: Parameters<typeof real>[0]) => real(value, 2);
const interval = ({ low, high }: Area) =>
  low === null || high === null ? prose`` : prose` (${rounded(low)} to ${rounded(high)})`;

export const whichMethod = section({
  id: 'which-method',
  title: prose`What does your API give you?`,
  needs: {
    d: decision,
    facts: factAccuracy,
    free: freeAnswers,
    passages: passageSignals,
    sampling: samplingAgreement,
    scores: factScores,
    separation: separationOfAnswers,
  },
  write({ d, facts, free, passages, sampling, scores, separation }) {
    const asking = at(passages.asking.rows, 1);
    const { example, lessSure } = d;
    const reads = prose`Our model reads “${text(example.prompt)}”`;
    const goesOn =
      example.answer.length === 0
        ? prose`${reads} and answers without a word.`
        : prose`${reads} and goes on with “${text(example.answer)}”.`;
    const opening: Record<typeof example.place, Prose> = {
      'above some': prose`${goesOn} That is wrong. Yet it gave this a higher probability than to ${count(lessSure.n)} of its ${count(lessSure.all)} right answers about capitals and elements${
        lessSure.closest === null
          ? prose``
          : prose`, “${text(lessSure.closest.answer)}” after “${text(lessSure.closest.prompt)}” among them`
      }.`,
      'below all': prose`${goesOn} That is wrong, and it was surer of every right answer that it gave about
        capitals and elements.`,
      'no right ones': prose`${goesOn} That is wrong, as are all ${count(free.n)} answers that it gave about
        capitals and elements.`,
      'right itself': prose`Our model answered ${count(free.n)} questions about capitals and elements in its own
        words, all of them right. On your questions some answers will be wrong.`,
    };
    const atBest = prose`At best it can`;
    const rows = [
      {
        gives: prose`log-probabilities of its own tokens (many chat APIs)`,
        method: prose`add up those of the answer: ${ref('decide')}, ${ref('own-words')}`,
        calls: prose`none`,
        area: free.auroc,
        over: prose`${count(free.n)} free answers${
          free.ofNames.estimate === null
            ? prose``
            : prose` (${rounded(free.ofNames.estimate)} among those of at most two words)`
        }`,
        cannot: prose`judge an answer that the model did not write`,
      },
      {
        gives: prose`log-probabilities of a text that you send (\`prompt_logprobs\` in vLLM, a model in your own process)`,
        method: prose`score each possible answer and compare: ${ref('confidence-signal')}`,
        calls: prose`one for each answer`,
        area: separation.auroc,
        over: prose`${count(scores.counts.test)} choices among four${choose(facts.ties, { none: prose``, some: prose``, many: prose`, a tie counted as wrong` })}`,
        cannot: prose`compare answers of different length fairly: ${ref('longer-answers')}`,
      },
      {
        gives: prose`the likeliest few alternatives to each token (\`top_logprobs\`), or the whole vocabulary`,
        method: prose`with a large model, ask whether its answer is right, and weigh Yes against No, called P(True) (${cite('kadavath-2022')}): ${ref('retrieved-context')}`,
        calls: prose`one`,
        area: asking,
        over: prose`${count(passages.asked)} answers with the right passage${
          asking.estimate !== null
            ? prose``
            : layout([passages.asking.right], (right) => right === 0)
              ? prose`, none of them right`
              : prose`, none of them wrong`
        }`,
        cannot: prose`weigh a label of several tokens, or one that is not on the list: ${ref('hidden-mass')}`,
      },
      {
        gives: prose`none`,
        method: prose`draw several answers and count how many agree: ${ref('own-words')}`,
        calls: countInWords(sampling.samples),
        area: sampling.auroc,
        over: prose`the same ${count(free.n)} free answers`,
        cannot: prose`notice a mistake that the model makes every time`,
      },
    ];
    return [
      prose`${choose(example.place, opening)}`,
      prose`So a ${term('log-probability')} does not certify an answer. ${againstCoin(free.auroc.verdict, { separates: prose`It can`, 'does not': atBest, reversed: atBest, 'no pairs': atBest }, atBest)} tell you which answers a person should
        check. ${choose(facts.known, { embedded: prose`Our model is tiny, and most`, another: prose`Most` })} answers
        that we ask for have one or two words: take the methods from here, not the numbers.`,
      prose`Many chat APIs give log-probabilities of what they generated, and cannot score a text that you bring. Find your row in ${ref('method-table')}; where several
        fit, begin with the one that needs the fewest extra calls.`,
      table({
        id: 'method-table',
        caption: prose`What to do with what your API gives, and how well it told right from wrong here (AUROC with its
          ${given(95)}% interval). The first and the last row judge the same answers, those between others: do not read the column
          as a ranking. *Free answers*: the
          model writes what it likes; *choices among four*: it scores four given ones.`,
        rows,
        columns: [
          ['your API gives', (row) => row.gives],
          ['do this', (row) => prose`${row.method}. Extra calls: ${row.calls}.`],
          [
            'AUROC here',
            (row) => prose`${orNone(rounded, row.area.estimate)}${interval(row.area)}, ${row.over}`,
          ],
          ['it cannot', (row) => row.cannot],
        ],
      }),
      prose`The ${term('AUROC')} is how often a right answer scores above a wrong one: ${given(0.5)} is a coin,
        ${given(1)} is perfect. The *interval* says how far chance may have moved it: ask
        other questions of this kind, and about nineteen in twenty such intervals contain the true value. ${againstCoin(
          asking.tells,
          {
            separates: prose`Asking the model about its own answer helped, too.`,
            'does not': prose`Asking the model about its own answer, a method for large models, told no more here than
              a coin.`,
            reversed: prose`Asking the model about its own answer, a method for large models, seemed to mislead here: it
              said yes more readily to what was wrong.`,
          },
          prose``,
        )}${againstCoin(
          sampling.auroc.verdict,
          {
            separates: prose``,
            'does not': prose` Counting how many samples agree told no more than a coin.`,
            reversed: prose` Counting how many samples agree misled: more agreed with what was wrong.`,
          },
          prose``,
        )}`,
      prose`A good AUROC means that the score orders answers well. Finding where to stop trusting it takes questions whose answers you know. And if your program looks things up first, the model may follow a false text (${cite('wu-2024')}) and be sure of it: ${ref('retrieved-context')}.`,
    ];
  },
});
