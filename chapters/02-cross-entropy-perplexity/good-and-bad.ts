import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom, seededShuffle } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { figure, table } from '#report/block';
import { claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { count, math, nats, real, ref, term, text, token } from '#report/values';
import { named } from './lists.ts';
import { ownTexts, START, specialToken, TEXT_FILES } from './texts.ts';

/** From the Declaration of Independence of the United States (1776): in the training data many times over. */
const MEMORISED =
  'We hold these truths to be self-evident, that all men are created equal, that they are endowed by their Creator ' +
  'with certain unalienable Rights, that among these are Life, Liberty and the pursuit of Happiness.';
const SEED = 2;
const SHOWN_TOKENS = 6;

export const goodAndBad = measurement({
  id: 'good-and-bad',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    vocabularySize: 'exact',
    bound: 'nats',
    halfWidth: 'nats',
    rows: {
      name: 'exact',
      opening: 'exact',
      tokens: 'exact',
      meanSurprisal: 'nats',
      low: 'nats',
      high: 'nats',
      perplexity: 'perplexity',
    },
  },
  async measure({ lm, data, own }) {
    const start = specialToken(lm, START);
    const random = seededRandom(SEED);
    const special = new Set(Object.values(lm.specialTokens));
    const ordinary = Array.from({ length: lm.vocabularySize }, (_, id) => id).filter(
      (id) => !special.has(id),
    );
    const row = (name: string, ids: readonly number[], logprobs: readonly number[]) => {
      const surprisals = logprobs.map((logprob) => -logprob);
      return {
        name,
        opening: lm.pieces(ids.slice(0, SHOWN_TOKENS)).map((piece) => piece.text),
        tokens: ids.length,
        meanSurprisal: mean(surprisals),
        ...meanInterval(surprisals, { random: random.next }),
        perplexity: perplexityOf(logprobs),
      };
    };
    const scored = async (name: string, ids: readonly number[]) => {
      const { logprobs } = at(await lm.scoreContinuations([start], [ids]), 0);
      return row(name, ids, logprobs);
    };
    const ids = lm.encode(data.harbour);
    const words = seededShuffle(data.harbour.split(' '), random).join(' ');
    const noise = ids.map(() => at(ordinary, random.below(ordinary.length)));
    const paragraph = row('our paragraph', ids, named(own.texts, 'harbour').logprobs);
    return {
      vocabularySize: lm.vocabularySize,
      bound: Math.log(lm.vocabularySize),
      halfWidth: (paragraph.high - paragraph.low) / 2,
      rows: [
        await scored('memorised', lm.encode(MEMORISED)),
        paragraph,
        await scored('its words shuffled', lm.encode(words)),
        await scored('random tokens', noise),
      ],
    };
  },
});

export const goodAndBadSection = section({
  id: 'good-and-bad',
  title: prose`Good predictions, bad predictions, and worse than bad`,
  needs: { m: goodAndBad },
  write({ m }) {
    const memorised = named(m.rows, 'memorised');
    const own = named(m.rows, 'our paragraph');
    const shuffled = named(m.rows, 'its words shuffled');
    const noise = named(m.rows, 'random tokens');
    return [
      prose`
        Is ${nats(own.meanSurprisal)} a token a lot? A number needs company. So here are four texts: one famous sentence
        of ${count(memorised.tokens)} tokens that certainly stands all over the training data, so that the model has **memorised** it; our paragraph;
        the same paragraph with its words shuffled; and as many tokens drawn blindly from the vocabulary.

        And one line to measure them by: a guess that knows nothing and finds all ${count(m.vocabularySize)} tokens
        equally likely pays ${math`\ln V =`} ${nats(m.bound)} for every token. Can anything be worse than that?
      `,
      figure({
        id: 'four-texts',
        caption: prose`
          Mean surprisal of four texts, with intervals that would hold the mean of such tokens in nineteen of twenty cases.
          The dashed line is ${math`\ln V`}, the price of knowing nothing.
        `,
        alt: prose`
          Four bars: ${join(
            m.rows.map((row) => prose`${text(row.name)} ${nats(row.meanSurprisal)}`),
            prose`, `,
          )}. The line of the blind guess stands at ${nats(m.bound)}.
        `,
        data: {
          rows: m.rows.map((row) => ({
            name: row.name,
            surprisal: row.meanSurprisal,
            low: row.low,
            high: row.high,
          })),
          bound: [{ surprisal: m.bound, label: 'ln V' }],
        },
        spec: {
          height: { step: 44 },
          layer: [
            {
              mark: { type: 'bar' },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null, title: null },
                x: { field: 'surprisal', type: 'quantitative', title: 'mean surprisal in nats' },
              },
            },
            {
              mark: { type: 'rule', color: '$ink', strokeWidth: 2 },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null },
                x: { field: 'low', type: 'quantitative' },
                x2: { field: 'high' },
              },
            },
            {
              data: { name: 'bound' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'surprisal', type: 'quantitative' } },
            },
            {
              data: { name: 'bound' },
              mark: { type: 'text', style: 'annotation', align: 'right', baseline: 'top', dx: -6 },
              encoding: {
                x: { field: 'surprisal', type: 'quantitative' },
                y: { value: 2 },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      table({
        id: 'four-texts-table',
        caption: prose`The same four texts, and how each begins.`,
        rows: m.rows,
        columns: [
          { head: prose`text`, cell: (row) => prose`${text(row.name)}` },
          {
            head: prose`begins`,
            cell: (row) =>
              join(
                row.opening.map((piece) => token(piece)),
                prose` `,
              ),
          },
          { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
          { head: prose`nats a token`, align: 'right', cell: (row) => prose`${nats(row.meanSurprisal)}` },
          {
            head: prose`perplexity`,
            align: 'right',
            cell: (row) => prose`${real(row.perplexity, 'perplexity')}`,
          },
        ],
      }),
      prose`
        What to see: ${claim({
          a: own.meanSurprisal,
          b: memorised.meanSurprisal,
          kind: 'nats',
          when: {
            greater: prose`what the model knows by heart costs ${nats(memorised.meanSurprisal)} a token, against ${nats(own.meanSurprisal)} for a text it has never seen.`,
            less: prose`the famous sentence costs ${nats(memorised.meanSurprisal)} a token, more than our paragraph: if
              the model ever learned it, it has forgotten.`,
            tooClose: prose`the famous sentence costs as much as our paragraph, ${nats(memorised.meanSurprisal)}: if the
              model ever learned it, it has forgotten.`,
          },
        })} A low perplexity may just mean that a text was in the training data. ${claim({
          a: shuffled.meanSurprisal,
          b: own.meanSurprisal,
          kind: 'nats',
          when: {
            greater: prose`The shuffled words are the same words, and yet each token costs ${nats(shuffled.meanSurprisal)}:
              the difference is what word order is worth to the model.`,
            less: prose`Strangely, shuffling the words made them easier: ${nats(shuffled.meanSurprisal)}.`,
            tooClose: prose`Shuffling the words changed next to nothing: this model hardly uses their order.`,
          },
        })}

        ${claim({
          a: noise.meanSurprisal,
          b: m.bound,
          kind: 'nats',
          when: {
            greater: prose`And yes, something is worse than knowing nothing. Random tokens cost
              ${nats(noise.meanSurprisal)}, more than ${math`\ln V`}. The blind guess at least spreads its bets. The model
              bets on sense, and loses. ${math`\ln V`} is the price of ignorance, not the highest price.`,
            less: prose`Even random tokens cost ${nats(noise.meanSurprisal)}, less than the blind guess: the model noticed
              that the text makes no sense, and spread its bets.`,
            tooClose: prose`Random tokens cost about as much as the blind guess, ${nats(noise.meanSurprisal)}. That is no
              law: a model that bets on sense could lose more.`,
          },
        })} As a ${term('perplexity')} that is ${real(noise.perplexity, 'perplexity')} equal choices, in a vocabulary of
        ${count(m.vocabularySize)}. The thin lines in ${ref('four-texts')} come from a ${term('bootstrap')}: ${count(own.tokens)}
        tokens leave the mean of our paragraph uncertain by about ${nats(m.halfWidth, { digits: 2 })} either way.
      `,
    ];
  },
});
