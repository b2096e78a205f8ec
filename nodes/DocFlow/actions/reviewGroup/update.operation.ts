import { renameOperation } from '../renameOperation';
import { MAX_NAME } from '../reviewRepository/repository';
import { groupField } from './group';

/** Review Group → Update (DocFlow API, "Update Review Rule Group"). */
export const updateGroup = renameOperation({
	action: 'Update a review group',
	description: 'Give a group of review rules another name',
	noun: 'group',
	most: MAX_NAME,
	placeholder: 'e.g. Amounts',
	which: groupField('The group to rename'),
	id: 'group_id',
	path: '/review/rule_group/update',
});
