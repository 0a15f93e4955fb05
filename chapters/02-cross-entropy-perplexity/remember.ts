import { always, measured, prose, recap, section, source, sources } from '#report';
import { math, nats, real, term } from '#report/values';
import { goodAndBad } from './good-and-bad.measure.ts';
import { named } from './lists.ts';

export const remember = section({
  id: 'remember-perplexity',
  title: prose`What to remember`,
  needs: { texts: goodAndBad },
  write({ texts }) {
    const own = named(texts.rows, 'our paragraph');
    const noise = named(texts.rows, 'random tokens');
    return [
      recap([
        always(
          prose`${term('surprisal', 'Surprisal')} is ${math`-\ln q`} of the token that came; in bits, ${math`-\log_2 q`}, the length of an ideal codeword for it.`,
        ),
        always(prose`${term('perplexity', 'Perplexity')} is the exponential of the mean surprisal: as surprised as by a
          fair draw from so many choices. Average first, exponentiate last.`),
        always(prose`${term('cross-entropy', 'Cross-entropy')} is ${term('entropy')} plus ${term('KL divergence')}: what
          the best forecast would pay on average, plus the price of another.`),
        always(prose`Sure, surprised and right are three things, and a low perplexity is not truth.`),
        always(prose`A perplexity belongs to its text, tokenizer, window, stride and start. Between tokenizers compare
          ${term('bits per byte')}.`),
        measured(prose`Our paragraph cost ${nats(own.meanSurprisal, 1)} per token, random tokens
          ${real(noise.meanSurprisal, 1)} each; knowing nothing costs ${real(texts.bound, 1)}.`),
      ]),
      sources([
        source({
          id: 'olah-2015',
          authors: ['Olah, Christopher'],
          year: 2015,
          title: 'Visual Information Theory',
          where: 'colah.github.io',
          url: 'https://colah.github.io/posts/2015-09-Visual-Information/',
          adds: prose`Code space, cross-entropy and mutual information in pictures, for several variables too.`,
        }),
        source({
          id: 'shannon-1951',
          authors: ['Shannon, Claude E.'],
          year: 1951,
          title: 'Prediction and Entropy of Printed English',
          where: 'Bell System Technical Journal',
          url: 'https://doi.org/10.1002/j.1538-7305.1951.tb01366.x',
          adds: prose`How a person's guesses at the next letter, of an alphabet of letters and a space, give an upper and
            a lower bound for the entropy of a language.`,
        }),
        source({
          id: 'radford-2019',
          authors: [
            'Radford, Alec',
            'Wu, Jeffrey',
            'Child, Rewon',
            'Luan, David',
            'Amodei, Dario',
            'Sutskever, Ilya',
          ],
          year: 2019,
          title: 'Language Models are Unsupervised Multitask Learners',
          where: 'OpenAI',
          url: 'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf',
          adds: prose`Four sizes of GPT-2 on eight data sets that they were not trained on, and which traces of earlier
            processing had to be undone in these first.`,
        }),
        source({
          id: 'fixed-length',
          authors: ['Hugging Face'],
          year: 2020,
          title: 'Perplexity of fixed-length models',
          where: 'Transformers documentation',
          url: 'https://huggingface.co/docs/transformers/perplexity',
          adds: prose`The sliding window in PyTorch, ready to run on a model of your own.`,
        }),
        source({
          id: 'deletang-2024',
          authors: ['Delétang, Grégoire', 'Ruoss, Anian', 'others'],
          year: 2024,
          title: 'Language Modeling Is Compression',
          where: 'International Conference on Learning Representations',
          url: 'https://arxiv.org/abs/2309.10668',
          adds: prose`Language models as compressors of text, images and sound, with and without the size of the model
            counted.`,
        }),
      ]),
    ];
  },
});
