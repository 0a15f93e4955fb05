import { at } from '#numerics/list';
import { figure, finding, greater, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, percent, ref, term, text } from '#report/values';
import { answerSeparation } from './answer-separation.measure.ts';
import { answerThreshold } from './answer-threshold.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { scaled } from './number-formats.ts';
import { replyExample } from './reply-example.measure.ts';

const METHODS = [
  {
    gives: prose`log-probabilities of the generated tokens (many chat APIs)`,
    method: prose`Sum those of the answer: ${ref('decide')} to ${ref('confidence-thresholds')}.`,
    requests: prose`none`,
    limit: prose`does not score an answer that the model did not write`,
  },
  {
    gives: prose`the same, with structured output (JSON)`,
    method: prose`Sum over the tokens of the value only: ${ref('decide')}.`,
    requests: prose`none`,
    limit: prose`may hide what the model would have written, if the server allows only tokens that fit the format`,
  },
  {
    gives: prose`the same, with the likeliest tokens at each place (\`top_logprobs\`)`,
    method: prose`Compare labels of one token: ${ref('longer-answers')}.`,
    requests: prose`none`,
    limit: prose`may not list a label`,
  },
  {
    gives: prose`log-probabilities of a text that you send (\`prompt_logprobs\` in vLLM, \`echo\` in our server)`,
    method: prose`Score each possible answer and compare: ${ref('longer-answers')}.`,
    requests: prose`one per possible answer`,
    limit: prose`favours short answers`,
  },
  {
    gives: prose`none, or only those of the reply after hidden reasoning`,
    method: prose`Count how many complete replies agree: ${ref('no-logprobs')}.`,
    requests: prose`several (or one with \`n=10\`)`,
    limit: prose`misses a mistake that the model makes every time; log-probabilities after hidden reasoning miss the doubts in it`,
  },
];

const wrongOnesPass = ({ wrong }: Seen<typeof answerThreshold>['rules'][number]) =>
  finding({
    id: 'wrong-answers-pass',
    when: greater('wrong answers above the threshold', wrong, 0),
    text: () =>
      prose`Not all: ${count(wrong)} of them are to the right of the dashed line, which ${ref('confidence-thresholds')} chooses.`,
  });

export const whichMethod = section({
  id: 'which-method',
  title: prose`A confident answer that is wrong`,
  needs: { m: answerSeparation, reply: replyExample, chat: chatAnswers, threshold: answerThreshold },
  write({ m, reply, chat, threshold }) {
    const turkey = at(reply.replies, 0);
    const { surest } = m;
    const simple = at(threshold.rules, 0);
    const test = at(m.halves, 1);
    const shown = chat.rows.filter(({ half, sum }) => half === 'test' && sum !== null);
    const dots = () =>
      figure({
        id: 'answer-dots',
        caption: prose`The answers to our test questions, without those that were cut off, one mark each, by the sum of their tokens' log-probabilities.`,
        alt: prose`Two rows of upright marks on one axis, for ${count(test.finished)} answers. ${count(test.right)} marks are in the row of right answers.`,
        data: {
          rows: shown.map(({ question, answer, sum, right }) => ({
            question,
            answer,
            sum,
            is: right ? 'right' : 'wrong',
          })),
          thresholds: [{ sum: simple.logprob }],
        },
        spec: {
          height: { step: 56 },
          layer: [
            mark.reference({ x: 'sum' }, { data: 'thresholds' }),
            mark.tick(
              {
                x: mark.q('sum', { title: 'log-probability of the answer in nats', scale: { nice: false } }),
                y: mark.n('is', { title: null, sort: ['right', 'wrong'] }),
                color: scaled('is', { right: '$right', wrong: '$wrong' }, { title: null, legend: null }),
                detail: [mark.n('question'), mark.n('answer')],
              },
              { size: 40, thickness: 2, opacity: 0.55 },
            ),
          ],
        },
      });
    return [
      prose`${
        surest === null
          ? prose``
          : prose`“${text(surest.question)}” Our model replies “${text(surest.answer)}”, with a probability of ${percent(surest.probability, 2)}. The answer is right. `
      }${
        turkey.answer === null || turkey.probability === null
          ? prose``
          : prose`“${text(reply.question)}” It replies “${text(turkey.answer)}”, with a probability of ${percent(turkey.probability, 2)}. But Turkey's capital is Ankara.`
      }

        A ${term('log-probability')} does not certify an answer. It can tell you which answers to check first, once you have tested it
        on your questions.`,
      ...(shown.length === 0 || simple.logprob === null
        ? []
        : [
            prose`Suppose we discard every answer to the left of a line. Does that keep the wrong ones out (${ref('answer-dots')})?`,
            dots(),
            prose`${wrongOnesPass(simple)}`,
          ]),
      prose`${ref('method-by-api')} lists methods by what your API returns, and ${ref('no-logprobs')} shows what to do without log-probabilities. Our model is tiny: take the methods, not the numbers.`,
    ];
  },
});

export const methodByApi = section({
  id: 'method-by-api',
  title: prose`Which method for which API?`,
  needs: {},
  write: () => [
    prose`Which method you can use depends on what your API returns (${ref('method-table')}).`,
    table({
      id: 'method-table',
      caption: prose`Methods, by what your API returns.`,
      rows: METHODS,
      columns: [
        ['your API gives', (row) => row.gives],
        ['method', (row) => row.method],
        ['extra requests', (row) => row.requests],
        ['limit', (row) => row.limit],
      ],
    }),
  ],
});
