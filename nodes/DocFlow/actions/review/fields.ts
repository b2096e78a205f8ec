import { idField } from '../../parameters/fileIds';

/** The id of a review. */
export const reviewTaskField = idField(
	'reviewTaskId',
	'Review Task ID',
	'The review_task_id that Submit gave',
);

/** The ids of reviews. */
export const reviewTasksField = idField(
	'reviewTaskId',
	'Review Task ID',
	'The review_task_id that Submit gave, several with commas between them',
);

/** How to see what became of a review. */
export const LOOK_AT_REVIEW = 'Review → Get Result';
