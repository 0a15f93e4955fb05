import { always, prose, recap, section, source, sources } from '#report';
import { math } from '#report/values';

export const remember = section({
  id: 'remember-perplexity',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(
        prose`Surprisal is ${math`-\ln q`} of the actual token. In bits, it is the length of the ideal codeword.`,
      ),
      always(
        prose`Cross-entropy is the mean surprisal: entropy plus KL divergence. Perplexity is its exponential.`,
      ),
      always(
        prose`Perplexity is per token, so it belongs to its tokenizer. Between tokenizers, compare bits per byte.`,
      ),
      always(
        prose`To compare two models, subtract within each text, and look at the interval of the differences.`,
      ),
    ]),
    sources([
      source({
        id: 'olah-2015',
        authors: ['Olah, Christopher'],
        year: 2015,
        title: 'Visual Information Theory',
        where: 'colah.github.io',
        url: 'https://colah.github.io/posts/2015-09-Visual-Information/',
        adds: prose`The code space in pictures.`,
      }),
      source({
        id: 'fixed-length',
        authors: ['Hugging Face'],
        year: 2020,
        title: 'Perplexity of fixed-length models',
        where: 'Transformers documentation',
        url: 'https://huggingface.co/docs/transformers/perplexity',
        adds: prose`GPT-2 at several strides.`,
      }),
      source({
        id: 'deletang-2024',
        authors: ['Delétang, Grégoire', 'Ruoss, Anian', 'others'],
        year: 2024,
        title: 'Language Modeling Is Compression',
        where: 'International Conference on Learning Representations',
        url: 'https://arxiv.org/abs/2309.10668',
        adds: prose`Models as compressors.`,
      }),
    ]),
  ],
});
