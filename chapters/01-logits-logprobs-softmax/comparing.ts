import { prose, section, table } from '#report';
import { ref, term } from '#report/values';

const COMPARISONS = [
  {
    what: prose`probabilities of single tokens, or their logarithms`,
    allowed: prose`yes`,
    condition: prose`taken before temperature and cuts; text and model may differ`,
    why: prose`each says how much *its* model expected the token after *its* text`,
  },
  {
    what: prose`logits`,
    allowed: prose`only their differences`,
    condition: prose`within one list`,
    why: prose`another list has another zero`,
  },
  {
    what: prose`sums over answers of different lengths`,
    allowed: prose`not as scores`,
    condition: prose`only as what they are: how likely exactly these words are`,
    why: prose`each further token can only lower a sum (${ref('longer-answers')})`,
  },
  {
    what: prose`one answer after two prompts`,
    allowed: prose`yes`,
    condition: prose`the same tokens, the same model`,
    why: prose`the difference is what the change of the prompt did, be it a passage or one word`,
  },
  {
    what: prose`averages per token: one text, two models`,
    allowed: prose`yes, if`,
    condition: prose`both see as much of what comes before; if their tokens differ, take ${term('bits per byte')}, the cost divided by the text's bytes`,
    why: prose`the bytes are the same for both, the tokens may not be; and what is not seen cannot help`,
  },
  {
    what: prose`averages per token: two texts`,
    allowed: prose`with care`,
    condition: prose`one model, as much context, and tokens about as long in both; else bits per byte`,
    why: prose`they say which text is harder for the model; but where each digit is a token of its own, a text full of digits looks easy per token (${ref('02-cross-entropy-perplexity')})`,
  },
];

export const comparing = section({
  id: 'comparing',
  title: prose`What may be compared with what`,
  needs: {},
  write: () => [
    prose`A model's own probability means the same everywhere: three in ten is three in ten. Logits, sums and averages come with more conditions (${ref('what-may-be-compared')}).`,
    table({
      id: 'what-may-be-compared',
      caption: prose`Which numbers may be compared.`,
      rows: COMPARISONS,
      columns: [
        ['compare', (row) => row.what],
        ['allowed?', (row) => row.allowed],
        ['on which condition', (row) => row.condition],
        ['why', (row) => row.why],
      ],
    }),
  ],
});
