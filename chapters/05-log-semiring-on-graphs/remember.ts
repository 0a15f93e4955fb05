import { at } from '#numerics/list';
import { always, choose, measured, prose, recap, section, source, sources } from '#report';
import { count, countInWords, math, nats, percent, real, token } from '#report/values';
import { rightAnswers } from './right-answers.measure.ts';
import { waysToCut } from './segmentations.measure.ts';
import { surfaceForms } from './surface-forms.measure.ts';
import { tiesIn } from './surface-forms.ts';

export const rememberGraphs = section({
  id: 'remember-graphs',
  title: prose`What to remember`,
  needs: { cuts: waysToCut, forms: surfaceForms, right: rightAnswers },
  write({ cuts, forms, right }) {
    const { sets } = at(forms.prompts, 1);
    const [usual, all] = [at(sets, 0), at(sets, 2)];
    return [
      recap([
        always(prose`Along a path weights are joined (⊗), across paths they are added (⊕). Two operations that
          keep the laws of a semiring need one pass over the edges of a graph without cycles; swap them, and the same pass answers another question.`),
        always(prose`In log-space ⊗ is ${math`+`} and ⊕ is log-add-exp. With ${math`\max`} for ⊕ it is the shortest path, which
          forgets all but one.`),
        always(prose`The likeliest step, path and end can be three different things.`),
        always(prose`The gradient of the log total is the share of each edge.`),
        always(prose`Merge nodes only where the future is the same. Where a language model remembers, its graph is a tree; add up
          spellings of an answer at the leaves, and only if none begins another.`),
        measured(
          choose(cuts.mostIs, {
            'mostly others': prose`Of ${countInWords(cuts.words)} words, none lost a larger part of its probability to other cuts than the
              tokeniser's than ${token(cuts.most.word)}: ${percent(cuts.most.othersShare, 2)}.`,
            'mostly own': prose`Of ${countInWords(cuts.words)} words, none lost a larger part of its probability to other cuts than the
              tokeniser's than ${token(cuts.most.word)}: ${percent(cuts.most.othersShare, 2)}.`,
            alone: prose`Each of the ${countInWords(cuts.words)} words, such as ${token(cuts.most.word)}, had one cut alone.`,
          }),
        ),
        measured(prose`Merging eight spellings of yes and no, after examples in lower case, gave a log loss of
          ${nats(all.loss, 2)} instead of ${nats(usual.loss, 2)}, and ${count(all.right)} of ${count(forms.n)} answers right, against ${count(usual.right)} before${tiesIn(usual, forms.n) === 'all' ? prose`, when yes and no were level in each` : prose``}${choose(
            forms.examplesAre,
            {
              'within chance': prose`: both within chance`,
              clear: prose``,
            },
          )}.`),
        measured(prose`By its own probabilities the model should have had ${real(right.expected, 2)} of ${count(right.n)} answers
          right. It had ${count(right.actual)}.`),
      ]),
      sources([
        source({
          id: 'goodman-1999',
          authors: ['Goodman, Joshua'],
          year: 1999,
          title: 'Semiring Parsing',
          where: 'Computational Linguistics',
          url: 'https://aclanthology.org/J99-4004',
          adds: prose`The same swap on grammars instead of graphs: one description of a parser that recognises, counts, sums,
            and finds the best tree.`,
        }),
        source({
          id: 'eisner-2016',
          authors: ['Eisner, Jason'],
          year: 2016,
          title: 'Inside-Outside and Forward-Backward Algorithms Are Just Backprop (tutorial paper)',
          where: 'Workshop on Structured Prediction for NLP',
          url: 'https://aclanthology.org/W16-5901',
          adds: prose`Why differentiating the forward pass gives every expected count, step by step, for grammars as well.`,
        }),
        source({
          id: 'oconnor-2011',
          authors: ['O’Connor, Russell'],
          year: 2011,
          title: 'A Very General Method of Computing Shortest Paths',
          where: 'blog post in literate Haskell',
          url: 'http://r6.ca/blog/20110808T035622Z.html',
          adds: prose`One short program for closures in any semiring: shortest and widest paths, regular expressions, linear
            equations.`,
        }),
        source({
          id: 'chirkova-2023',
          authors: ['Chirkova, Nadezhda', 'Kruszewski, Germán', 'Rozen, Jos', 'Dymetman, Marc'],
          year: 2023,
          title: 'Should you marginalize over possible tokenizations?',
          where: 'Association for Computational Linguistics',
          url: 'https://arxiv.org/abs/2306.17757',
          adds: prose`How to estimate the sum over all cuts where listing them is hopeless, on whole texts and several
            models.`,
        }),
        source({
          id: 'wiegreffe-2023',
          authors: [
            'Wiegreffe, Sarah',
            'Finlayson, Matthew',
            'Tafjord, Oyvind',
            'Clark, Peter',
            'Sabharwal, Ashish',
          ],
          year: 2023,
          title: 'Increasing Probability Mass on Answer Choices Does Not Always Improve Accuracy',
          where: 'Empirical Methods in Natural Language Processing',
          url: 'https://aclanthology.org/2023.emnlp-main.522',
          adds: prose`How much the competition of spellings can matter at all, as a bound, on six models and three data sets.`,
        }),
      ]),
    ];
  },
});
