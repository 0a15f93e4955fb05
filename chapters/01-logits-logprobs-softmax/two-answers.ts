import { choose, output, prose, type Seen, section } from '#report';
import {
  asPython,
  cite,
  codeText,
  count,
  given,
  nats,
  percent,
  real,
  ref,
  text,
  token,
} from '#report/values';
import { startingServer } from '../score-command.ts';
import { squareOf } from '../square.ts';
import { apiAnswer } from './api-answer.measure.ts';
import { nextToken } from './next-token.measure.ts';
import { toySoftmax } from './softmax-by-hand.measure.ts';
import { twoAnswers } from './two-answers.measure.ts';

/** To which label the model leans, and how often, as the end of a sentence. */
export const leaningTo = (m: Seen<typeof twoAnswers>) => {
  const no = prose`“no” ${count(m.leaningToNo)} of ${count(m.questions)} times`;
  const yes = prose`“yes” ${count(m.leaningToYes)} of ${count(m.questions)} times`;
  return choose(m.leaning, {
    'always no': no,
    'more often no': no,
    'always yes': yes,
    'more often yes': yes,
    neither: prose`neither answer`,
  });
};

export const twoAnswersSection = section({
  id: 'one-model-two-answers',
  title: prose`One model, two answers`,
  needs: { m: twoAnswers, next: nextToken, toy: toySoftmax, api: apiAnswer },
  write({ m, next, toy, api }) {
    const times =
      m.timesLikelier === null
        ? prose`beyond comparison likelier`
        : prose`${real(m.timesLikelier, 2)} times likelier`;
    const leaning = choose(m.leaning, {
      'always no': prose`it leans to “no” all ${count(m.questions)} times`,
      'more often no': prose`it leans to “no” ${count(m.leaningToNo)} of ${count(m.questions)} times`,
      'always yes': prose`it leans to “yes” all ${count(m.questions)} times`,
      'more often yes': prose`it leans to “yes” ${count(m.leaningToYes)} of ${count(m.questions)} times`,
      neither: prose`it never leans to “yes” nor to “no”`,
    });
    return [
      prose`Our model, ${codeText(m.model)}, reads “${text(m.prompt)}” and ${choose(next.shape, {
        falling: prose`goes on with ${token(m.winner.text)}, to which it gives
          ${percent(m.winner.probability, 2)} (␣ is a space).`,
        flat: prose`finds all tokens equally likely, ${percent(m.winner.probability, 2)} each (␣ is a space).`,
      })} Then we ask it ${codeText(m.question)} (⏎ is a line break).
        ${choose(m.saysOfParis, {
          no: prose`Now “no”, in its four usual spellings, is ${times} than “yes”.`,
          yes: prose`Now “yes”, in its four usual spellings, is ${times} than “no”.`,
          neither: prose`Now “yes” and “no” are equally likely.`,
        })}

        ${choose(m.completes, {
          Paris: choose(m.saysOfParis, {
            no: prose`So does it know the capital or not?`,
            yes: prose`So it knows the capital. Or does it say yes to every city?`,
            neither: prose`So does it know the capital or not?`,
          }),
          'something else': prose`So what does it know about capitals?`,
        })} Look behind the word: a model first gives a probability to every piece of text that it might say. Asked about
        ${count(m.pairs)} capitals and as many other cities, ${leaning}. Completing the sentence, it finds the capital likelier than the
        other city ${count(m.completedCapital)} times out of ${count(m.pairs)} (${ref('sigmoid')}). A probability answers one
        question alone: how likely is this piece next, *here*?

        APIs give the natural logarithms of such probabilities, \`logprobs\`: ${given(0)} is certain,
        ${given(-0.69)} a half, ${given(-2.3)} a tenth; \`exp\` turns them back (${ref('log-probabilities')}). With them a program can sort headlines, or hand them to a person (${ref('sort-headlines')}), see
        whether a passage is enough (${ref('enough-passage')}), say how likely its answer was (${ref('whole-answer')}), offer the next word (${ref('next-word')}).

        Ask our model yourself: ${startingServer(m.known)} in this report's folder, the one with \`package.json\`, starts a server on your machine (after \`npm ci\`) that speaks the
        language of OpenAI's API. Save this as \`likeliest.py\` (\`pip install openai\`) and run it. The number \`logprobs\` of a request is how many such pieces, called *tokens*, are to be listed.

        \`\`\`python
        from math import exp
        from openai import OpenAI

        server = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = server.models.list().data[0].id

        def likeliest(prompt, count=20):
            """The likeliest next tokens, each with its log-probability."""
            answer = server.completions.create(
                model=model, prompt=prompt, max_tokens=1, temperature=0, logprobs=count)
            return answer.choices[0].logprobs.top_logprobs[0]

        if __name__ == "__main__":
            for token, logprob in likeliest("Question: Is Paris the capital of France?\\nAnswer:", 5).items():
                print(repr(token), f"{exp(logprob):.1%}")
        \`\`\``,
      output(api.listed.map((row) => prose`${token(row.token)} ${asPython(row.probability, '.1%')}`)),
      prose`For a hosted model, which chats, put this in the place of server, model and function (the key is in \`OPENAI_API_KEY\`). All programs of this chapter then ask it, but for
        ${ref('next-word')}. \`logprobs=True\` asks for log-probabilities, \`top_logprobs\` says of how many tokens:

        \`\`\`python
        server, model = OpenAI(), "gpt-4o-mini"

        def likeliest(prompt, count=20):
            answer = server.chat.completions.create(
                model=model, messages=[{"role": "user", "content": prompt}],
                max_tokens=1, temperature=0, logprobs=True, top_logprobs=count)
            entry = answer.choices[0].logprobs.content[0]
            return {token.token: token.logprob for token in entry.top_logprobs
                    if token.logprob > -9999}  # OpenAI's sign for: no number
        \`\`\`

        Its numbers will be others: it is another model, and a chat server puts marks around the prompt that say who speaks. In OpenAI's cookbook
        (${cite('openai-logprobs')}) \`gpt-4o-mini\` sorts a headline under \`Art\` with
        ${given(-0.028)}, which is ${given(97)}%. ${choose(m.known, {
          embedded: prose`Ours is tiny, and most of the numbers in it are rounded to four bits: take the methods
            from here, not the numbers.`,
          another: prose`Take the methods from here: the numbers are this model's own.`,
        })}

        In a hurry? Read from ${ref('softmax-by-hand')} to ${ref('next-word')}.

        How do a model's scores become log-probabilities? ${ref('square-softmax')} is the map: three toy scores take the long way of the solid arrows; the dashed one is a short cut.`,
      squareOf('softmax', {
        numbers: {
          given: toy.rows.map(({ logit }) => given(logit)),
          mapped: toy.rows.map(({ exponential }) => real(exponential, 2)),
          combined: toy.rows.map((row) => real(row.probability, 2)),
          result: toy.rows.map(({ logprob }) => nats(logprob, 2)),
        },
      }),
    ];
  },
});
