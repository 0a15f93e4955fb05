import type { Work } from '#report';

/** Works that several chapters list, each with what they add there. */

type Shared = Omit<Work, 'adds'>;

export const GUO_2017: Shared = {
  id: 'guo-2017',
  authors: ['Guo, Chuan', 'Pleiss, Geoff', 'Sun, Yu', 'Weinberger, Kilian Q.'],
  year: 2017,
  title: 'On Calibration of Modern Neural Networks',
  where: 'International Conference on Machine Learning',
  url: 'https://arxiv.org/abs/1706.04599',
};

export const KADAVATH_2022: Shared = {
  id: 'kadavath-2022',
  authors: ['Kadavath, Saurav', 'Conerly, Tom', 'Askell, Amanda', 'others'],
  year: 2022,
  title: 'Language Models (Mostly) Know What They Know',
  where: 'arXiv:2207.05221',
  url: 'https://arxiv.org/abs/2207.05221',
};

export const WU_2024: Shared = {
  id: 'wu-2024',
  authors: ['Wu, Kevin', 'Wu, Eric', 'Zou, James'],
  year: 2024,
  title: 'ClashEval: Quantifying the tug-of-war between an LLM’s internal prior and external evidence',
  where: 'Advances in Neural Information Processing Systems',
  url: 'https://arxiv.org/abs/2404.10198',
};
