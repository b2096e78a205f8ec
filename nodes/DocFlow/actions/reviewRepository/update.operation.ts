import { renameOperation } from '../renameOperation';
import { MAX_NAME, repositoryField } from './repository';

/** Review Repository → Update (DocFlow API, "Update Review Rule Repository"). */
export const updateRepository = renameOperation({
	action: 'Update a review repository',
	description: 'Give a review repository another name',
	noun: 'repository',
	most: MAX_NAME,
	placeholder: 'e.g. Invoice Checks 2027',
	which: repositoryField('The review repository to rename'),
	id: 'repo_id',
	path: '/review/rule_repo/update',
});
