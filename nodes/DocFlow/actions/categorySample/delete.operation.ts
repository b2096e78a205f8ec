import { placeOf } from '../../catalog/categories';
import { categoryField, readCategory } from '../../parameters/category';
import { checkConfirmed, confirmField } from '../../parameters/confirm';
import { optionsField } from '../../parameters/fields';
import { readIds } from '../../parameters/ids';
import { docFlowRequest } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { sampleIdsField } from './fields';

const category = categoryField('The category whose samples to delete');
const sampleIds = sampleIdsField(
	'The sample_id that Get Many gives, several with commas between them',
);
const confirm = confirmField('samples');

/** Category Sample → Delete (DocFlow API, "Delete Category Samples"). */
export const deleteSamples: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete category samples',
	description: 'Delete sample files of a category, for good',
	properties: [category, sampleIds, confirm, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const sample_ids = readIds(context, item, sampleIds);
			checkConfirmed(context, item, confirm);
			return {
				...(await readCategory(context, item, category)),
				sample_ids,
			};
		},
		async (context, { workspace_id, category: wanted, sample_ids }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			await docFlowRequest(context, {
				method: 'POST',
				path: '/category/sample/delete',
				repeat: 'once',
				look: 'Category Sample → Get Many',
				body: { ...place, sample_ids },
				itemIndex,
			});
			const { category_id } = place;
			return {
				json: { deleted: true, deleted_count: sample_ids.length, category_id, sample_ids },
			};
		},
	),
};
