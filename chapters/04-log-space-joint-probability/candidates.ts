import { figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, equation, nats, ref, term, text, token } from '#report/values';

const PROMPT = 'The best way to learn a language is';
const PREMISE = 'Answer:';
const CANDIDATES = [
  ' practice',
  ' slowly',
  ' to speak it',
  ' by reading novels',
  ' to make many mistakes',
  ' to listen to people who speak it every day',
  ' to live where nobody understands you',
  ' gesticulation',
];
/** Places up to this one are drawn dark enough for light letters. */
const FRONT = 4;
const RULES = ['sum', 'a token', 'a byte', 'PMI'] as const;
type Rule = (typeof RULES)[number];

/** Places from 1 by falling score; equal scores in the order given. */
export function places(scores: readonly number[]): number[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return scores.map((_, index) => order.indexOf(index) + 1);
}

export const candidates = measurement({
  id: 'candidates',
  kinds: {
    prompt: 'exact',
    premise: 'exact',
    rows: {
      text: 'exact',
      tokens: 'exact',
      bytes: 'exact',
      sum: 'nats',
      perToken: 'nats',
      perByte: 'nats',
      pmi: 'nats',
    },
    ranks: { text: 'exact', rule: 'exact', place: 'rank' },
    winnersAgree: 'exact',
    shortest: { text: 'exact', tokens: 'exact', sum: 'nats' },
    longest: { text: 'exact', tokens: 'exact', sum: 'nats' },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const premise = lm.encode(PREMISE);
    const continuations = CANDIDATES.map((candidate) => lm.encode(candidate));
    for (const [index, ids] of continuations.entries()) {
      const whole = lm.encode(PROMPT + (CANDIDATES[index] ?? ''));
      if (whole.join() !== [...prompt, ...ids].join()) {
        throw new RangeError(`"${CANDIDATES[index]}" is cut into other tokens after the prompt`);
      }
    }
    const scores = await lm.scoreContinuations(prompt, continuations);
    const neutral = await lm.scoreContinuations(premise, continuations);
    const rows = CANDIDATES.map((candidate, index) => {
      const sum = scores[index]?.total ?? Number.NaN;
      const tokens = continuations[index]?.length ?? 0;
      const bytes = new TextEncoder().encode(candidate).length;
      return {
        text: candidate,
        tokens,
        bytes,
        sum,
        perToken: sum / tokens,
        perByte: sum / bytes,
        pmi: sum - (neutral[index]?.total ?? Number.NaN),
      };
    });
    const scoreBy: Readonly<Record<Rule, (row: (typeof rows)[number]) => number>> = {
      sum: (row) => row.sum,
      'a token': (row) => row.perToken,
      'a byte': (row) => row.perByte,
      PMI: (row) => row.pmi,
    };
    const ranks = RULES.flatMap((rule) => {
      const placed = places(rows.map(scoreBy[rule]));
      return rows.map((row, index) => ({ text: row.text, rule: rule as string, place: placed[index] ?? 0 }));
    });
    const winners = new Set(ranks.filter(({ place }) => place === 1).map(({ text }) => text));
    const winnersAgree: 'yes' | 'no' = winners.size === 1 ? 'yes' : 'no';
    const byLength = [...rows].sort((a, b) => a.tokens - b.tokens || a.bytes - b.bytes);
    const end = (row: (typeof rows)[number] | undefined) => ({
      text: row?.text ?? '',
      tokens: row?.tokens ?? 0,
      sum: row?.sum ?? Number.NaN,
    });
    return {
      prompt: PROMPT,
      premise: PREMISE,
      rows,
      ranks,
      winnersAgree,
      shortest: end(byLength[0]),
      longest: end(byLength.at(-1)),
    };
  },
});

export const ranking = section({
  id: 'ranking-candidates',
  title: prose`Which answer does the model prefer?`,
  needs: { m: candidates },
  write({ m }) {
    return [
      prose`
        With sums of log-probabilities, whole answers can be compared. Take the beginning “${text(m.prompt)}” and eight ways
        to go on, some of one token and some of many. Each gets the sum of the log-probabilities of its tokens.
        ${ref('length-bias')} draws these sums, the shortest answers on top. What do you expect?
      `,
      figure({
        id: 'length-bias',
        caption: prose`
          Eight continuations of “${text(m.prompt)}”, the shortest first, with their numbers of tokens: the sums of their
          log-probabilities.
        `,
        alt: prose`
          Points for eight candidates. ${token(m.shortest.text)} with ${count(m.shortest.tokens)} token has a sum of
          ${nats(m.shortest.sum)}; ${token(m.longest.text)} with ${count(m.longest.tokens)} tokens has
          ${nats(m.longest.sum)}.
        `,
        data: [...m.rows]
          .sort((one, other) => one.tokens - other.tokens || other.sum - one.sum)
          .map((row) => ({ candidate: `${row.text.trim()} (${row.tokens})`, sum: row.sum })),
        spec: {
          height: { step: 26 },
          mark: { type: 'point', filled: true, size: 80 },
          encoding: {
            y: { field: 'candidate', type: 'nominal', sort: null, title: null, axis: { labelLimit: 330 } },
            x: { field: 'sum', type: 'quantitative', title: 'sum of log-probabilities, in nats' },
          },
        },
      }),
      prose`${claim({
        a: m.shortest.sum,
        b: m.longest.sum,
        kind: 'nats',
        when: {
          greater: prose`
            What to see: the longest answer lies far to the left of the shortest. The order is not strict, for a good long answer
            can beat a bad short one. But each further token adds a term that is zero at best, so a longer answer starts
            behind, whatever it says. This is called *length bias*.
          `,
          less: prose`
            What to see: here the longest candidate is not behind the shortest. All the same each further token adds a term
            that is zero at best: a longer answer starts behind an otherwise equal shorter one. This is called *length
            bias*.
          `,
          tooClose: prose`
            What to see: here the longest and the shortest candidate are level. All the same each further token adds a term
            that is zero at best: a longer answer starts behind an otherwise equal shorter one. This is called *length
            bias*.
          `,
        },
      })}`,
      prose`
        Two corrections are in use: divide the sum by the number of tokens, or by the number of bytes, and compare
        *averages*. A third rule asks another question. Subtract what the answer would have had anyway, after a premise that
        says nothing, here ${codeText(m.premise)}. The difference is the pointwise mutual information, ${term('PMI')} for short: how
        much the prompt *raises* the answer.
      `,
      equation`\mathrm{PMI} = \ln P(\text{answer} \mid \text{prompt}) - \ln P(\text{answer} \mid \text{premise})`,
      table({
        id: 'candidates-table',
        caption: prose`The eight candidates by four rules: nats in all, nats a token, nats a byte, and nats raised.`,
        rows: m.rows,
        columns: [
          { head: prose`candidate`, cell: (row) => prose`${text(row.text)}` },
          { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
          { head: prose`sum`, align: 'right', cell: (row) => prose`${nats(row.sum, { digits: 2 })}` },
          {
            head: prose`a token`,
            align: 'right',
            cell: (row) => prose`${nats(row.perToken, { digits: 2 })}`,
          },
          { head: prose`a byte`, align: 'right', cell: (row) => prose`${nats(row.perByte, { digits: 2 })}` },
          { head: prose`PMI`, align: 'right', cell: (row) => prose`${nats(row.pmi, { digits: 2 })}` },
        ],
      }),
      figure({
        id: 'rank-changes',
        caption: prose`The place of each candidate under the four rules. The darker, the nearer to the first place.`,
        alt: prose`
          A grid of eight candidates and four rules with the places from first to last. ${choose(
            m.winnersAgree,
            {
              yes: prose`The same candidate is first everywhere.`,
              no: prose`Different candidates are first under different rules.`,
            },
          )}
        `,
        data: m.ranks.map((row) => ({
          candidate: row.text.trim(),
          rule: row.rule,
          place: row.place,
          front: row.place <= FRONT,
        })),
        spec: {
          height: { step: 28 },
          encoding: {
            x: {
              field: 'rule',
              type: 'nominal',
              sort: null,
              title: null,
              axis: { orient: 'top', labelAngle: 0, domain: false, ticks: false },
            },
            y: {
              field: 'candidate',
              type: 'nominal',
              sort: null,
              title: null,
              axis: { labelLimit: 330, domain: false, ticks: false },
            },
          },
          layer: [
            {
              mark: { type: 'rect' },
              encoding: {
                color: {
                  field: 'place',
                  type: 'quantitative',
                  legend: null,
                  scale: { reverse: true },
                },
              },
            },
            {
              mark: { type: 'text', style: 'label' },
              encoding: {
                text: { field: 'place', type: 'quantitative' },
                color: { condition: { test: 'datum.front', value: '$paper' }, value: '$ink' },
              },
            },
          ],
        },
      }),
      choose(m.winnersAgree, {
        yes: prose`
          What to see: the columns differ, although one candidate stays first. Which answer “the model prefers” depends on the
          rule, so a report about answers must name its rule.
        `,
        no: prose`
          What to see: the columns differ, and even the first place changes hands. “The answer that the model prefers” does not
          exist without a rule. The sum is the probability of exactly this text. An average asks how fluent the text is per
          token. PMI asks what the prompt has to do with it. Choose by what you want to know, and name the rule.
        `,
      }),
    ];
  },
});
