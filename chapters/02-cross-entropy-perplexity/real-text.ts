import { at } from '#numerics/list';
import { choose, claim, prose, section, table, tokenStrip } from '#report';
import {
  byMedium,
  codeText,
  count,
  given,
  nats,
  percent,
  probability,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { named } from './lists.ts';
import { strip } from './real-text.measure.ts';
import { startTokens } from './start-tokens.measure.ts';
import { startTokensFold } from './start-tokens.ts';
import { candidates, ownTexts } from './texts.measure.ts';

export const realText = section({
  id: 'real-text',
  title: prose`A real text, token by token`,
  needs: { m: strip, own: ownTexts, thought: candidates, starts: startTokens },
  write({ m, own, thought, starts }) {
    const harbour = named(own.texts, 'harbour');
    const shock = at(m.shocks, 0);
    const longWords = m.longWords.meanSurprisal;
    const restOfTokens = m.restOfTokens.meanSurprisal;
    return [
      prose`Now a real model reads a real paragraph: the ${choose(own.known, {
        embedded: prose`small model`,
        another: prose`model`,
      })} of ${ref('01-logits-logprobs-softmax')},
        ${codeText(own.model)}. The text, ${count(harbour.tokens)} tokens about ${text(harbour.about)}, was
        written for this report, so the model cannot have learned it by heart.

        Without anything before it, the first token has no probability. So this chapter puts ${choose(
          own.startKind,
          {
            'between documents': prose`the special token ${codeText(own.start)} before each text; in training it
            stood between documents.`,
            special: prose`the special token ${codeText(own.start)} before each text.`,
            text: prose`${token(own.start)} before each text, since this model has no special token.`,
          },
        )} Then every token has
        a surprisal. ${claim(starts.spread, starts.largest, {
          greater: prose`(The choice matters less than which text is read, as the end of this section
            shows.)`,
          less: prose`(The choice matters more than which text is read, as the end of this section shows.)`,
          tooClose: prose`(The end of this section shows how much the choice matters.)`,
        })}

        Where does the model stumble? ${ref('harbour-strip')} has the surprisal of each token${byMedium({ interactive: prose`; choose a token to see what was expected there` })}. The
        table below it tells, for each position, what the model expected most. ${ref('harbour-shocks')}
        has the largest surprises; ␣ is a space, ⏎ a line break, and the ${term('rank')} of a token is its
        place when all tokens are sorted by probability.`,
      tokenStrip({
        id: 'harbour-strip',
        caption: prose`The paragraph, token by token: how much did each surprise the model?`,
        alt: prose`${count(harbour.tokens)} tokens${choose(m.colours, {
          'mostly pale': prose`, most of them pale`,
          'mostly not': prose`, most of them coloured`,
        })}. The largest surprise is
          ${token(shock.text)} after ${codeText(shock.before)} with ${nats(shock.surprisal)}.`,
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
              entropy: nats(at(own.harbour, index).entropy, { digits: 2 }),
              candidates: likeliest.map((likely, place) => ({
                token: token(likely),
                probability: probability(at(probabilities, place)),
              })),
              others: probability(others),
            },
          };
        }),
        domain: [given(0), given(12)],
      }),
      table({
        id: 'harbour-shocks',
        caption: prose`The largest surprises of the paragraph, and what stood before them.`,
        rows: m.shocks,
        columns: [
          ['after', (row) => codeText(row.before)],
          ['came', (row) => token(row.text)],
          ['surprisal (nats)', (row) => nats(row.surprisal)],
          ['probability', (row) => probability(row.probability)],
          ['rank', (row) => rank(row.rank)],
        ],
      }),
      prose`What to see: ${
        longWords === null || restOfTokens === null
          ? prose`no token here is a space with four letters or more, so we do not ask whether longer words are
              the surprising ones.`
          : claim(longWords, restOfTokens, {
              greater: prose`large surprises mostly begin a longer word. Tokens that open a word of at least four
                letters cost ${nats(longWords)} on average; short words, punctuation, and later pieces of a word
                cost ${nats(restOfTokens)}.`,
              less: prose`against expectation, tokens that open a word of at least four letters are the cheaper ones,
                ${nats(longWords)} on average against ${nats(restOfTokens)} for all others.`,
              tooClose: prose`tokens that open a longer word cost as much as all others, ${nats(longWords)} on
                average.`,
            })
      } ${choose(m.concentrated, {
        much: prose`And surprise is spent unevenly: the ${count(m.loudest.tokens)} most surprising tokens, one
          in ten, hold ${percent(m.loudest.surprise)} of all the surprise in the text.`,
        little: prose`Surprise is spread rather evenly here: the ${count(m.loudest.tokens)} most surprising
          tokens, one in ten, hold ${percent(m.loudest.surprise)} of it.`,
      })}

        The average over all tokens is ${nats(harbour.meanSurprisal)}, and so the ${term('perplexity')} is
        ${real(harbour.perplexity)}: the model was as surprised as by a fair draw from
        ${real(harbour.perplexity, { digits: 2 })} tokens.`,
      startTokensFold(starts),
    ];
  },
});
