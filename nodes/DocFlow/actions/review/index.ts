import type { Resource } from '../operation';
import { deleteReviews } from './delete.operation';
import { getReviewResult } from './getResult.operation';
import { retryReview } from './retry.operation';
import { retryReviewRule } from './retryRule.operation';
import { submitReview } from './submit.operation';

/** The menu of a check of files by rules. */
export const review: Resource = {
	value: 'review',
	name: 'Review',
	description: 'A check of files by the rules of a review repository',
	operations: [submitReview, getReviewResult, retryReview, retryReviewRule, deleteReviews],
};
