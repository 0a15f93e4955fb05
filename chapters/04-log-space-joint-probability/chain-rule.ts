import { choose, claim, curious, prose, section, table } from '#report';
import { codeText, nats, percent, probability, real, ref, text, token } from '#report/values';
import { chainRule } from './chain-rule.measure.ts';

export const joint = section({
  id: 'chain-rule',
  title: prose`The probability of a sentence: the chain rule`,
  needs: { m: chainRule },
  write({ m }) {
    const first = choose(m.isExpected, {
      no: prose`The first line says only ${percent(m.alone)}`,
      yes: prose`The first line says ${percent(m.alone)}`,
    });
    const why = choose(m.isExpected, {
      no: prose`These words open countless stories, so why has ${token(m.second)} only ${percent(m.alone)}?
        Because nothing tells the model that a text begins here, let alone a story.`,
      yes: prose`${first}, although nothing tells the model that a text begins here, let alone a story.`,
    });
    return [
      prose`A model only ever predicts *one* token. How can it have an opinion on a sentence? By the chain rule
      of ${ref('underflow')}: one factor for each token, given all before it, and in log-space one term for
      each. ${ref('chain-rule-table')} takes one sentence, “${text(m.sentence)}” Again the sum begins with the
      second token.`,
      table({
        id: 'chain-rule-table',
        caption: prose`A sentence, token by token after ${token(m.first)}: each log-probability, and the sum so
        far. Sums are formed before rounding.`,
        rows: m.rows,
        columns: [
          ['token', (row) => token(row.text)],
          ['probability', (row) => percent(row.probability)],
          ['log-probability (nats)', (row) => nats(row.logprob)],
          ['sum so far', (row) => nats(row.sum)],
        ],
      }),
      prose`What to see: the last line is the log-probability of all that follows ${token(m.first)},
      ${nats(m.total)}${choose(m.whole, {
        'a number': prose`, which is a probability of ${probability(m.probability)}.`,
        gone: prose`. As a probability it would be zero in float64.`,
      })} ${claim(m.announced, m.alone, {
        greater: prose`${choose(m.announcing, {
          helps: why,
          'hardly helps': prose`${first}, and announcing a story raises it.`,
        })} ${choose(m.hasStart, {
          helps: prose`With ${codeText(m.start)} before ${token(m.first)} it has
            ${percent(m.afterStart)}; with the line “${text(m.announcement)}” and an empty line,`,
          idle: prose`${codeText(m.start)} before ${token(m.first)} does not help
            (${percent(m.afterStart)}); with the line “${text(m.announcement)}” and an empty line it has`,
          no: prose`With the line “${text(m.announcement)}” and an empty line before ${token(m.first)} it has`,
        })} ${percent(m.announced)}.`,
        less: prose`${first}, and announcing a story lowers it: with the line
            “${text(m.announcement)}” and an empty line before ${token(m.first)}, ${token(m.second)} gets
            ${percent(m.announced)}.`,
        tooClose: prose`${first}; with the line “${text(m.announcement)}” and an empty line before
            ${token(m.first)} it is about the same, ${percent(m.announced)}.`,
      })}`,
      curious(prose`Must the model run once for each token?`, [
        prose`No. It reads the sentence in one pass and predicts at every position, from what stands before. To
        be sure, we also asked step by step, each beginning of the sentence a prompt of its own. The largest
        difference between the two ways is ${choose(m.agreement, {
          exact: prose`exactly ${real(m.largestDifference)}.`,
          close: prose`${nats(m.largestDifference)}, which is rounding.`,
          apart: prose`${nats(m.largestDifference)}, more than rounding in single precision explains: this model computes in
            fewer, or a token differently when others are beside it.`,
        })}`,
      ]),
    ];
  },
});
