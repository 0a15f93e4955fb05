import { choose, claim, prose, section, table } from '#report';
import { codeText, countInWords, nats, percent, real, ref, text, token } from '#report/values';
import { chainRule, firstWords } from './chain-rule.measure.ts';

const DASH = prose`—`;

export const joint = section({
  id: 'chain-rule',
  title: prose`Every factor depends on all before it`,
  needs: { m: chainRule },
  write: ({ m }) => [
    prose`Each factor was given *all before it*. Does that matter? ${ref('chain-rule-table')} compares it with the first token alone, in “${text(m.sentence)}”`,
    table({
      id: 'chain-rule-table',
      caption: prose`A sentence after its first token, ${token(m.first)}: each token given all before it, and given ${token(m.first)} alone. (␣ is a space.)`,
      rows: m.rows,
      columns: [
        ['token', (row) => token(row.text)],
        ['given all before', (row) => percent(row.probability, 2)],
        [prose`given ${token(m.first)} alone`, (row) => percent(row.alone, 2)],
      ],
    }),
    prose`${choose(m.repeats, {
      once: prose`${token(m.again.text)} stands there twice, with ${percent(m.again.first, 2)} and
        ${percent(m.again.last, 2)}${claim(m.again.first, m.again.last, {
          greater: prose`: one token, two places, two probabilities.`,
          less: prose`: one token, two places, two probabilities.`,
          tooClose: prose`.`,
        })}`,
      often: prose`${token(m.again.text)} stands there ${countInWords(m.again.places)} times, first with
        ${percent(m.again.first, 2)}, last with ${percent(m.again.last, 2)}${claim(
          m.again.first,
          m.again.last,
          {
            greater: prose`: one token, but what stands before it counts.`,
            less: prose`: one token, but what stands before it counts.`,
            tooClose: prose`.`,
          },
        )}`,
      none: prose`Each place has a probability of its own.`,
    })} Multiplied down the first column, by the *chain rule* of probability, the sentence gets ${nats(m.total, 0)}.
      Down the second, with each token as if it stood right after ${token(m.first)}, it gets ${nats(m.independent, 0)}${claim(
        m.total,
        m.independent,
        {
          greater: prose`: without the words between, the whole is harder to guess.`,
          less: prose`, here even likelier.`,
          tooClose: prose`, which is the same here: this model takes no notice of what stands before.`,
        },
      )} A model never predicts a sentence. It predicts one token after the other, and the chain rule makes a
      sentence of them. (One pass over the text gives all factors.)`,
  ],
});

export const firstWordsSection = section({
  id: 'first-words',
  title: prose`What stands before the first word`,
  needs: { m: firstWords },
  write({ m }) {
    const [nothing] = m.rows;
    const last = m.rows.at(-1);
    const firstIsScored = prose`With it the first token, too, has something before it and gets a probability:
      ${ref('underflow')} had to begin with the second.`;
    return [
      prose`“${text(m.opening)}” opens countless stories. Yet given ${token(m.first)} alone, the model
        gives ${token(m.second)}${
          m.opening.endsWith(m.second) ? prose`` : prose`, with which this tokeniser begins the next word,`
        } ${percent(nothing?.probability, 2)}. Perhaps because nothing tells it that a text begins
        here, let alone a story? ${ref('first-words-table')} tests that.`,
      table({
        id: 'first-words-table',
        caption: prose`The probability of ${token(m.second)} after ${token(m.first)}, by what stands before that;
          and how many times as likely it has become.`,
        rows: m.rows,
        columns: [
          [
            'before it',
            (row) =>
              choose(row.what, {
                nothing: prose`nothing`,
                'start token': prose`the start token ${codeText(row.before)}`,
                line: prose`“${text(row.before)}” and an empty line`,
              }),
          ],
          ['probability', (row) => percent(row.probability)],
          ['times', (row) => (row.times === null ? DASH : real(row.times, 2))],
        ],
      }),
      prose`${claim(last?.probability, nothing?.probability, {
        greater:
          last === undefined || last.times === null
            ? prose`One line, and it is no longer impossible.`
            : prose`One line makes it ${real(last.times, 2)} times likelier.`,
        less: prose`Here a line that announces a story makes it less likely.`,
        tooClose: prose`Here it makes no difference.`,
      })}${choose(m.seams, {
        kept: prose``,
        changed: prose` (This tokeniser cuts some of these beginnings differently once the next word follows.)`,
      })}${choose(m.start, {
        separator: prose` The start token ${codeText(m.startToken)} is meant to stand between the texts of the training data, hence its
          name, and so at the beginning of each.`,
        opener: prose` The start token ${codeText(m.startToken)} is meant for the beginning of a text.`,
        none: prose``,
      })}${choose(m.start, {
        separator: prose` ${firstIsScored}`,
        opener: prose` ${firstIsScored}`,
        none: prose``,
      })}

        A log-probability without its context is no property of a text. When two programs disagree about a score,
        first compare what they put in front: some add a start token, some do not.`,
    ];
  },
});
