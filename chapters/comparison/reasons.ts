import { type Prose, prose } from '#report';

/**
 * Why a finding of the first model may well not hold for another, by its id. A reason is printed only where the finding
 * holds for the first model alone. A test names those whose finding is gone.
 */
export const REASONS: Readonly<Record<string, Prose>> = {
  'sure-and-unsure-capital': prose`A threshold on probability leaves the capital of Australia to a person. A model that knows
    Canberra gives it enough probability to pass.`,
  'top-p-keeps-two': prose`Top-p keeps two tokens after our prompt. How many it keeps depends on how widely a model spreads
    its probability.`,
  'right-word-scores-higher': prose`Of two words that are easily confused, the right one always scores higher. A single
    error among so many sentences may be luck.`,
  'cut-replies-are-wrong': prose`No reply that was cut off is right. A model that keeps to a few words has no such replies.`,
  'threshold-stops-errors': prose`A threshold on confidence keeps out most wrong answers. For a model that is
    right often enough, the rule finds a threshold so low that nearly every answer passes.`,
  'accepted-risk-is-exceeded-on-test': prose`More answers that pass are wrong than were accepted. A model that is hardly ever
    wrong stays below that share at any threshold.`,
  'errors-above-the-threshold-are-cities': prose`Most wrong answers above the threshold are about cities. A model that knows
    more cities errs elsewhere.`,
  'threshold-stops-repeated-mistakes': prose`A threshold stops mistakes that a comparison with the passage approves. A model
    that makes no such mistakes gives it nothing to stop.`,
  'word-search-on-invented-questions': prose`A search for the whole reply misses right answers about invented things. A model
    that replies in the passage's own words is found almost always.`,
  'support-is-not-answered': prose`The model does not answer whether a passage supports an answer. A model that follows
    instructions better says yes or no.`,
  'denial-pulls': prose`A passage that denies the rival moves the odds towards the rival. A better model may take a
    plain “is not” at its word. A rival that is stated first and denied afterwards may move it even more.`,
  'denied-right-helps': prose`A passage that denies the right answer helps it. A better model may take a single “is not” at
    its word.`,
  'denied-name-decides': prose`Of two denials, the one that names the right answer leaves it better off. A better model may
    take a single “is not” at its word.`,
  'bare-answers-rare': prose`Without examples, a reply hardly ever begins with the answer. A model that follows
    instructions better answers in few words.`,
  'other-replies-decide': prose`If every other reply counts as false, retrieval helps even when most passages are false. A
    model that knows more answers has more to lose.`,
  'sum-minus-prior-loses': prose`Subtracting a prior chooses the right answer less often than the plain sum. A model that knows more chooses it by every score, which leaves less of a difference.`,
  'first-token-misleads': prose`The likeliest first token can begin an ending that is unlikely as a whole. Whether it does
    depends on which first token a model likes best.`,
  'own-tokens-are-a-part': prose`For a rare word, the tokenizer's own tokens carry only a part of the probability. A model
    that was trained on more text has seen it more often as those tokens.`,
  'overlap-exceeds-one': prose`The probabilities of overlapping beginnings add up to more than one. They overlap for every
    model, but the sum exceeds one only if some of them are likely enough.`,
};
