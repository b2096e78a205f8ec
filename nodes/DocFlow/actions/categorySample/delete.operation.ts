import { placeOf } from '../../catalog/categories';
import { categoryField, readCategory } from '../../parameters/category';
import { readIds } from '../../parameters/ids';
import { deleteOperation } from '../deleteOperation';
import { LOOK_AT_SAMPLES, sampleIdsField } from './fields';

const category = categoryField('The category whose samples to delete');
const sampleIds = sampleIdsField('The samples to delete', { required: true });

/** Category Sample → Delete (DocFlow API, "Delete Category Samples"). */
export const deleteSamples = deleteOperation({
	action: 'Delete category samples',
	description: 'Delete sample files of a category, for good',
	what: 'samples',
	which: [category, sampleIds],
	path: '/category/sample/delete',
	look: LOOK_AT_SAMPLES,
	read: async (context, item) => ({
		...(await readCategory(context, item, category)),
		sample_ids: readIds(context, item, sampleIds),
	}),
	async find(context, { workspace_id, category: wanted, sample_ids }, itemIndex) {
		const place = await placeOf(context, workspace_id, wanted, itemIndex);
		const said = { category_id: place.category_id, sample_ids };
		return { body: { ...place, sample_ids }, count: sample_ids.length, said };
	},
});
