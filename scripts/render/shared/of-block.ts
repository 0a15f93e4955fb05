import { about } from '#base/made';
import type { Block } from '#report/block';

/**
 * Shows a block. What it throws as a plain Error (a formula that is not understood, a region of code that is not there)
 * is about the block, the innermost one; any other error is a defect of ours.
 */
export function ofBlock<T>(block: Block, show: () => T): T {
  try {
    return show();
  } catch (error) {
    throw error instanceof Error && error.name === 'Error' ? about(error, block) : error;
  }
}
