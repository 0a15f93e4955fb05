import { choose, claim, type DataText, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, equation, math, nats, ref, term, text } from '#report/values';
import { candidates } from './candidates.measure.ts';

/** Places up to this one are drawn dark enough for light letters. */
const FRONT = 4;

const BARE = { domain: false, ticks: false };

export const ranking = section({
  id: 'ranking-candidates',
  title: prose`Which answer does the model prefer?`,
  needs: { m: candidates },
  write({ m }) {
    const tokens = choose(m.shortest.number, { one: prose`token`, several: prose`tokens` });
    return [
      prose`With sums of log-probabilities, whole answers can be compared. Take the beginning
      “${text(m.prompt)}” and eight ways to go on, some of ${choose(m.shortest.number, { one: prose`one token`, several: prose`few tokens` })} and some of many. Each gets the sum of
      the log-probabilities of its tokens.${choose(m.seams, {
        kept: prose``,
        changed: prose` (This tokeniser cuts some of them in another way when the beginning stands before them.
          They are scored as cut alone; see ${ref('seams')}.)`,
      })} ${ref('length-bias')} draws these sums, the shortest answers on
      top. Which do you expect far to the left?`,
      figure({
        id: 'length-bias',
        caption: prose`Eight continuations of “${text(m.prompt)}”, the shortest first, with their numbers of
        tokens: the sums of their log-probabilities.`,
        alt: prose`Points for eight candidates. “${text(m.shortest.text)}” with ${count(m.shortest.tokens)}
        ${tokens} has a sum of ${nats(m.shortest.sum)}; “${text(m.longest.text)}” with ${count(m.longest.tokens)}
        tokens has ${nats(m.longest.sum)}.`,
        data: m.rows.map((row) => ({
          candidate: prose`${text(row.text.trim() as DataText)} (${count(row.tokens)})`,
          sum: row.sum,
        })),
        spec: {
          height: { step: 26 },
          mark: { type: 'point', filled: true, size: 80 },
          encoding: {
            y: mark.n('candidate', { sort: null, title: null, axis: { labelLimit: 330 } }),
            x: mark.q('sum', {
              title: 'sum of log-probabilities, in nats',
              axis: { tickCount: 5 },
            }),
          },
        },
      }),
      prose`What to see: ${claim(m.shortest.sum, m.longest.sum, {
        greater: prose`“${text(m.shortest.text)}” (${count(m.shortest.tokens)} ${tokens}) stands at
        ${nats(m.shortest.sum, { digits: 2 })}, the longest answer (${count(m.longest.tokens)} tokens) at
        ${nats(m.longest.sum, { digits: 2 })}.`,
        less: prose`here the longest candidate is not behind the shortest.`,
        tooClose: prose`here the longest and the shortest candidate are level.`,
      })} Adding a token to an answer can only lower its sum; so among different answers the longer ones tend to
      lose. This is called *length bias*. ${choose(m.strict, {
        strict: prose`Among these eight, no longer answer beats a shorter one.`,
        'not strict': prose`The rule is not strict: “${text(m.longer.text)}” (${count(m.longer.tokens)}
          tokens, ${nats(m.longer.sum, { digits: 2 })}) beats “${text(m.shorter.text)}”
          (${count(m.shorter.tokens)}, ${nats(m.shorter.sum, { digits: 2 })}).`,
      })}

      Two corrections are in use: divide the sum by the number of tokens, or by the number of bytes, and
      compare *averages*. Another rule asks a different question: how much does the prompt *raise* the answer, or lower it?
      From the sum, subtract what the answer would have had anyway, after a premise that says nothing, here
      ${codeText(m.premise)}. The difference is the pointwise mutual information, ${term('PMI')} for short.
      (Strictly, PMI subtracts ${math`\ln P(\text{answer})`}; the premise stands in for it.)`,
      equation`\mathrm{PMI} = \ln P(\text{answer} \mid \text{prompt}) - \ln P(\text{answer} \mid \text{premise})`,
      prose`PMI is again a sum over tokens, so long answers can collect more of it, in either direction. Do the four rules agree?
      ${ref('candidates-table')} has their values, ${ref('rank-changes')} the places.`,
      table({
        id: 'candidates-table',
        caption: prose`The eight candidates by four rules: nats in all, nats per token, nats per byte, and PMI in
        nats. The space before each answer is one of its bytes.`,
        rows: m.rows,
        columns: [
          ['candidate', (row) => text(row.text)],
          ['tokens', (row) => count(row.tokens)],
          ['sum', (row) => nats(row.sum, { digits: 2 })],
          ['per token', (row) => nats(row.perToken, { digits: 2 })],
          ['per byte', (row) => nats(row.perByte, { digits: 2 })],
          ['PMI', (row) => nats(row.pmi, { digits: 2 })],
        ],
      }),
      figure({
        id: 'rank-changes',
        caption: prose`The place of each candidate under the four rules. Darker means a better place.${choose(
          m.ties,
          {
            none: prose``,
            some: prose` Of two with the same score, the one higher up has the better place.`,
          },
        )}`,
        alt: prose`A grid of eight candidates and four rules with the places from first to last.
        ${choose(m.winnersAgree, {
          'in all': prose`All four columns are the same.`,
          shared: prose`By at least one rule several candidates share the best score.`,
          yes: prose`The same candidate is first everywhere.`,
          no: prose`First by the sum is “${text(m.winners.sum)}”, per token “${text(m.winners.perToken)}”, per
            byte “${text(m.winners.perByte)}”, by PMI “${text(m.winners.pmi)}”.`,
        })}`,
        data: m.ranks.map((row) => ({
          candidate: row.text.trim(),
          rule: row.rule,
          place: row.place,
          front: layout([row.place], (place) => place <= FRONT),
        })),
        spec: {
          height: { step: 28 },
          encoding: {
            x: mark.n('rule', { sort: null, title: null, axis: { orient: 'top', labelAngle: 0, ...BARE } }),
            y: mark.n('candidate', { sort: null, title: null, axis: { labelLimit: 330, ...BARE } }),
          },
          layer: [
            mark.rect({ color: mark.q('place', { legend: null, scale: { reverse: true } }) }),
            mark.label({
              text: mark.q('place'),
              color: { condition: { test: 'datum.front', value: '$paper' }, value: '$ink' },
            }),
          ],
        },
      }),
      choose(m.winnersAgree, {
        'in all': prose`What to see: here all four columns are the same. They need not be: a report about answers
        must name its rule.`,
        shared: prose`What to see: by at least one rule several candidates share the best score, and still the
        columns differ. Which answer “the model prefers” depends on the rule, so a report about answers must name
        its rule.`,
        yes: prose`What to see: the columns differ, although one candidate stays first. Which answer “the model
        prefers” depends on the rule, so a report about answers must name its rule.`,
        no: prose`What to see: the columns differ, and even the first place changes hands. By the sum
        “${text(m.winners.sum)}” is first, ${choose(m.other, {
          PMI: prose`by PMI`,
          'per token': prose`per token`,
          'per byte': prose`per byte`,
          sum: prose`by the sum`,
        })} “${text(m.otherWinner)}”. “The answer that the model prefers” does not exist without a rule.

        The sum is the log-probability that the text goes on with exactly these tokens, whatever follows them.
        To ask for the answer *and its end*, score a final full stop or end token as well. An average asks how
        likely its tokens are one by one, PMI what the prompt has to do with it. Choose by what you want to know, and name
        the rule.`,
      }),
    ];
  },
});
