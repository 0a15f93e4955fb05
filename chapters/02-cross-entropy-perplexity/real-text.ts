import { at } from '#numerics/list';
import { choose, curious, layout, prose, section, table, tokenStrip } from '#report';
import {
  byMedium,
  codeText,
  count,
  countInWords,
  given,
  nats,
  probability,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { areLevel } from '../equal-but-for-rounding.ts';
import { compression } from './bits-per-byte.measure.ts';
import { named } from './lists.ts';
import { strip } from './real-text.measure.ts';
import { READ, startTokens } from './start-tokens.measure.ts';
import { candidates, ownTexts } from './texts.measure.ts';

export const realText = section({
  id: 'real-text',
  title: prose`A real text, token by token`,
  needs: { m: strip, own: ownTexts, thought: candidates, starts: startTokens, all: compression },
  write({ m, own, thought, starts, all }) {
    const harbour = named(own.texts, 'harbour');
    const shock = at(m.shocks, 0);
    // With nothing to tell the tokens apart, no surprise is the largest.
    const isLevel = areLevel(...m.tokens.map(({ surprisal }) => surprisal));
    const start = choose(own.startKind, {
      'between documents': prose`${codeText(own.start)}`,
      special: prose`${codeText(own.start)}`,
      text: prose`${token(own.start)}`,
    });
    const beginning = choose(starts.chats, {
      another: prose`Without ${start}, or with the start of a chat instead,`,
      none: prose`Without ${start}`,
    });
    return [
      prose`Where does the model stumble? ${codeText(own.model)} reads the paragraph about
        ${text(harbour.about)}, one of ${countInWords(all.texts)} that we wrote for this report: no model knows them by heart.
        ${ref('harbour-strip')} has every token${byMedium({ interactive: prose` (choose one to see what was expected there)` })},
        ${ref('harbour-shocks')} ${
          isLevel ? prose`the first tokens: each costs the same` : prose`the largest values`
        }. (␣ is a space, ⏎ a line break; the ${term('rank')} of a token is its place by probability${
          isLevel ? prose`, of equally likely ones by id` : prose``
        }.)

        A first token has no probability by itself. So we put ${choose(own.startKind, {
          'between documents': prose`${start}, which in training stood between documents, before each
            text.`,
          special: prose`the special token ${start} before each text.`,
          text: prose`${start} before each text, since this model has no special token.`,
        })}`,
      curious(prose`What does another beginning change?`, [
        prose`${beginning} the perplexity of the first ${given(READ)} tokens of a text ${
          layout([starts.factor], (factor) => factor < 1.005)
            ? prose`hardly moved.`
            : prose`moved by a factor of up to ${real(starts.factor, 3)}.`
        }`,
      ]),
      tokenStrip({
        id: 'harbour-strip',
        caption: prose`The paragraph, token by token: how much did each surprise the model?`,
        alt: prose`${count(harbour.tokens)} tokens${choose(m.colours, {
          'mostly pale': prose`, most of them pale`,
          'mostly not': prose`, most of them coloured`,
        })}. ${
          isLevel
            ? prose`Each costs ${nats(shock.surprisal)}.`
            : prose`The largest surprise is ${token(shock.text)} after ${codeText(shock.before)} with ${nats(shock.surprisal)}.`
        }`,
        legend: prose`surprisal in nats`,
        tokens: m.tokens.map((one, index) => {
          const { likeliest, probabilities, others } = at(thought.places, index);
          return {
            text: one.text,
            value: one.surprisal,
            detail: prose`probability ${probability(one.probability)}, rank ${rank(one.rank)}`,
            insight: {
              probability: probability(one.probability),
              rank: rank(one.rank),
              entropy: nats(at(own.harbour, index).entropy, 2),
              candidates: likeliest.map((likely, place) => ({
                token: token(likely),
                probability: probability(at(probabilities, place)),
              })),
              others: probability(others),
            },
          };
        }),
        // Where most tokens lie beyond the usual end, that would show them all alike.
        domain: [
          given(0),
          layout([harbour.meanSurprisal], (mean) => mean > 12) ? shock.surprisal : given(12),
        ],
      }),
      table({
        id: 'harbour-shocks',
        caption: isLevel
          ? prose`The first tokens of the paragraph, none more surprising than another, and what stood before them.`
          : prose`The largest surprises of the paragraph, and what stood before them.`,
        rows: m.shocks,
        columns: [
          ['after', (row) => ((row.before as string) === '' ? start : codeText(row.before))],
          ['came', (row) => token(row.text)],
          ['surprisal (nats)', (row) => nats(row.surprisal, 1)],
          ['probability', (row) => probability(row.probability)],
          ['rank', (row) => rank(row.rank)],
        ],
      }),
    ];
  },
});
