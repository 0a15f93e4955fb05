import { choose, code, curious, join, listing, output, prose, section } from '#report';
import { cite, given, ref, text, token } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { labelProgram } from './label-program.measure.ts';

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`From a request to a decision`,
  needs: { api: apiAnswer, pasted: labelProgram },
  write({ api, pasted: { program } }) {
    const decided = output([choose(api.settled, { yes: prose`yes`, no: prose`no`, nothing: prose`open` })]);
    return [
      prose`Not every hosted model returns log-probabilities. Here is our question in the shape of OpenAI's chat API
        (${cite('openai-logprobs')}).`,
      listing({ caption: prose`The \`request\`.`, value: api.request }),
      prose`In the answer \`content\` has an entry for each token: \`logprob\` belongs to the chosen one; \`top_logprobs\` are the likeliest at its place${choose(
        api.rounding,
        { decimals: prose``, 'near zero': prose`, here with four digits near zero` },
      )}; OpenAI lists up to ${given(20)}. But a listed token is not yet a label. A label has several spellings
        (${join(api.spellings.map(token))}), whose probabilities are to be added.
        “No” may be the beginning of “Nobody”.`,
      ...(program
        ? [
            prose`The program begins with our model's answer, in the same shape. (The model was given the bare text; a chat
              server would wrap it in a template.) Paste the whole into a browser's console:`,
            code('#chapters/01-logits-logprobs-softmax/label-program', 'program', {
              given: { answer: program.answer, labels: program.labels },
              prints: 'decision',
            }),
            output([prose`${text(program.decision)}`]),
          ]
        : [
            prose`This is our model's answer, written in the same shape. The model was given the bare text; a chat server
              would wrap it in a template and return other numbers.`,
            listing({
              caption: prose`The answer, as far as it matters here.`,
              value: { choices: [{ logprobs: { content: [api.shown] } }] },
            }),
          ]),
      ...(program
        ? [
            prose`${choose(api.settled, {
              no: prose`Which is false: the list settles what the model says, not what is true.`,
              yes: prose`That is what the model says, true or not.`,
              nothing: prose`The list settles nothing.`,
            })}`,
          ]
        : []),
      prose`For a live answer, put a model of your server into \`request\` (Node runs this from ${given(22.18)} on${
        program ? prose`; \`settled\` is in the fold below` : prose``
      }):`,
      code('#chapters/01-logits-logprobs-softmax/ask', 'ask'),
      ...(program
        ? [
            prose`
              \`\`\`ts
              const [entry] = await ask('https://…/v1/chat/completions', key, request);
              console.log(settled(entry, labels) ?? 'open');
              \`\`\``,
            decided,
            prose`In Python, from the \`entry\` of ${ref('one-model-two-answers')}:

              \`\`\`python
              listed = {token.token: exp(token.logprob)
                        for token in entry.top_logprobs if token.logprob > -9999}
              hidden, last = max(0, 1 - sum(listed.values())), min(listed.values(), default=0)

              labels = {"yes": [" Yes", " yes", "Yes", "yes"], "no": [" No", " no", "No", "no"]}
              bounds = {}
              for label, spellings in labels.items():
                  found = [listed[form] for form in spellings if form in listed]
                  missing = min(hidden, (len(spellings) - len(found)) * last)
                  bounds[label] = sum(found), sum(found) + missing
              print(next((label for label, (least, _) in bounds.items() if all(
                  least > most for other, (_, most) in bounds.items() if other != label)), "open"))
              \`\`\``,
            decided,
          ]
        : []),
      curious(prose`How does one read many answers?`, [
        prose`These functions read an entry, with the oddities of servers: a number that means none,
          a chosen token that is not among the likeliest.${
            api.labels.length > 0
              ? prose` For the answer above \`settled(entry, labels)\`
                  ${choose(api.settled, {
                    yes: prose`returns “yes”`,
                    no: prose`returns “no”`,
                    nothing: prose`returns null: the list settles nothing`,
                  })}. \`entropyBounds\` is for ${ref('short-list-entropy')}.`
              : prose``
          }`,
        code('#chapters/01-logits-logprobs-softmax/reading', 'read'),
      ]),
    ];
  },
});
