import { type Prose, prose } from '#report';

/**
 * Why a finding of the first model may well not hold for another, by its id. A reason is printed only where the finding
 * holds for the first model alone. A test names those whose finding is gone.
 */
export const REASONS: Readonly<Record<string, Prose>> = {
  'threshold-stops-errors': prose`A threshold on confidence keeps out most wrong answers. For a model that is
    right often enough, the rule finds a threshold so low that nearly every answer passes.`,
  'errors-above-the-threshold-are-cities': prose`Most wrong answers above the threshold are about cities. A model that knows
    more cities errs elsewhere.`,
  'sum-minus-prior-loses': prose`Subtracting a prior chooses the right answer less often than the plain sum. A model that knows more chooses it by every score, which leaves less of a difference.`,
  'first-token-misleads': prose`The likeliest first token can begin an ending that is unlikely as a whole. Whether it does
    depends on which first token a model likes best.`,
  'overlap-exceeds-one': prose`The probabilities of overlapping beginnings add up to more than one. They overlap for every
    model, but the sum exceeds one only if some of them are likely enough.`,
};
