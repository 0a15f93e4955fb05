import { at } from '#numerics/list';
import { choose, code, layout, listing, prose, section, table } from '#report';
import { cite, count, given, percent, ref, text } from '#report/values';
import { decision } from './decide.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';

export const decideSection = section({
  id: 'decide',
  title: prose`From an answer to a decision`,
  needs: { d: decision, labels: labelsNeeded },
  write({ d, labels }) {
    const { example, dev, test } = d;
    const accepted = percent(d.accepted, 2);
    const needed = labels.rows.find((row) =>
      layout([row.percent, d.accepted], (one, other) => one === 100 * other),
    );
    const tenth = at(labels.rows, 1);
    /** Whether no answer of dev is held back. */
    const isIdle = layout([dev.answered, dev.n], (answered, all) => answered === all);
    const goesOut = choose(example.verdict, {
      wrong: prose`So “${text(example.answer)}” goes out, although “${text(example.truth)}” would be right: a
        threshold ${isIdle ? prose`` : prose`can make mistakes rarer, and `}promises nothing about a single answer.`,
      right: prose`So “${text(example.answer)}” goes out, and it is right.`,
    });
    const handedOver = choose(example.verdict, {
      wrong: prose`So “${text(example.answer)}” is handed over, and a person says “${text(example.truth)}”.`,
      right: prose`So “${text(example.answer)}” is handed over, although it is right.`,
    });
    const without = prose`Without a threshold ${count(test.wrong)} of ${count(test.n)} would be wrong.`;
    const interval =
      test.low === null || test.high === null
        ? prose``
        : prose`${given(95)}% interval: ${percent(test.low, 2)} to ${percent(test.high, 2)}`;
    const tried =
      test.risk === null || test.low === null || test.high === null
        ? prose`On ${count(test.n)} questions that it was not chosen on, it answers nothing. ${without}`
        : layout(
              [test.handedOver, test.risk, d.accepted],
              (handed, risk, most) => handed === 0 && risk <= most,
            )
          ? prose`The answers to ${count(test.n)} questions that it was not chosen on all go out, ${count(test.answeredWrong)} of them
              wrong: ${percent(test.risk, 2)} (${interval}). ${
                layout([test.high, d.accepted], (high, most) => high <= most)
                  ? prose`For a risk of ${accepted} this model needs no threshold.`
                  : prose`What was measured is within ${accepted} without a threshold; the interval promises less.`
              }`
          : prose`On ${count(test.n)} questions that it was not chosen on, it answers ${count(test.answered)},
            ${count(test.answeredWrong)} of them wrong, and hands over ${count(test.handedOver)}, of which ${count(test.rightHandedOver)} were right. So
            ${percent(test.risk, 2)} of what goes out is wrong
            (${interval}). ${without}`;
    return [
      prose`This is how one asks a chat API for log-probabilities (${cite('openai-logprobs')}), and the part of the reply that matters. Our own model saw no chat: it continued the bare text.`,
      listing({ caption: prose`The request.`, value: { model: 'your-model', ...d.request } }),
      listing({
        caption:
          d.content.length === 0
            ? prose`From the answer: without its special tokens nothing is left of it.`
            : prose`From the answer: its tokens with log-probabilities in nats, to four decimals.`,
        value: { logprobs: { content: d.content } },
      }),
      prose`Probabilities of tokens in a row multiply, so their log-probabilities add. Stop where
        the answer stops: what follows lowers the sum too. The exponential of the sum is the probability of
        these words: compare it with a threshold.`,
      code('#chapters/03-logprobs-as-confidence/decision', 'decide'),
      prose`The rule where to stop belongs to your kind of answer: this one would cut “H. G. Wells” to “H”. And it does
        not see when \`max_tokens\` cut an answer off: hand those over.`,
      d.threshold === null
        ? prose`A threshold belongs to one score and one kind of question. We looked for ours on
            ${count(dev.n)} other questions about capitals and elements, and found none that keeps the share of
            wrong answers among those given, the *risk*, within ${accepted}. So everything is handed over.
            ${without}`
        : prose`A threshold belongs to one score and one kind of question. Ours, ${percent(d.threshold)}, comes
            from ${count(dev.n)} other questions about capitals and elements: the lowest that keeps the
            share of wrong answers among those given, the *risk*, within ${accepted} there (the simple rule of ${ref('confidence-thresholds')})${
              isIdle ? prose`, where it holds nothing back` : prose``
            }. This answer has
            ${percent(example.probability)}. ${choose(example.action, { answer: goesOut, 'hand over': handedOver })}`,
      ...(d.threshold === null ? [] : [tried]),
      prose`How many labelled questions does a promise about others of their kind need? You accept ${given(tenth.percent)}% wrong, say, and of the answers above your threshold that you checked, one is wrong. Then you need ${count(tenth.one)} of them (${ref('labels-needed')}): from there on even the upper end of the ${given(95)}% interval (*Wilson's*, which suits small counts) is within ${given(tenth.percent)}%. Fix the number beforehand and allow for a few errors: if you label until a cell fits, you may have stopped on a lucky streak.`,
      table({
        id: 'labels-needed',
        caption: prose`How many answers above the threshold to check, by the accepted risk and the errors found
          among them. An exact interval (Clopper and Pearson's) would ask for one or two more in some cells, for fewer in others.`,
        rows: labels.rows,
        columns: [
          ['accepted risk', (row) => prose`${given(row.percent)}%`],
          ['no error', (row) => count(row.none)],
          ['one', (row) => count(row.one)],
          ['two', (row) => count(row.two)],
          ['five', (row) => count(row.five)],
        ],
      }),
      prose`Only answers above the threshold count: if one in three passes, label somewhat more than three times
        as many. Label as many again to choose the threshold: it tends to look better than it is on the questions it was
        chosen on.${
          d.threshold === null
            ? prose``
            : prose` On our ${count(dev.n)} questions ${count(dev.answered)} passed, ${count(dev.wrong)} of them
                wrong. ${choose(dev.cautious, {
                  'no threshold': prose`That promises nothing${
                    layout([dev.answered, needed?.none], (answered, least) => answered < least)
                      ? prose`: even without an error the table asks for ${count(needed?.none)}`
                      : prose``
                  }.`,
                  'a threshold': prose`The cautious rule of ${ref('confidence-thresholds')} finds a threshold on them, too, as high or higher.`,
                })}`
        }`,
      prose`
        Now yours. In the project's folder, write a line for each labelled answer (\`logprob\`: the sum over its tokens), half of them in another file:

        \`\`\`json
        {"question": "Who founded our company?", "answer": "Ada Byrne", "logprob": -0.31, "right": true}
        \`\`\`

        \`\`\`sh
        npm run calibrate -- --risk 0.1 one-half.jsonl
        jq -s 'map(select(.logprob >= -0.5)) | {answered: length, wrong: (map(select(.right | not)) | length)}' other-half.jsonl
        \`\`\`

        The first command finds a threshold by each of two rules (${ref('confidence-thresholds')}). The second counts the other half's answers above it and the errors among them, for ${ref('labels-needed')}; put the threshold of your rule, in nats, where ${given(-0.5)} stands.
      `,
    ];
  },
});
