import { placeOf } from '../../catalog/categories';
import { sampleList } from '../../catalog/samples';
import { categoryField, readCategory } from '../../parameters/category';
import { optionsField } from '../../parameters/fields';
import { limitFields, readLimit } from '../../parameters/limit';
import { fetchAll } from '../../transport/list';
import { forEachItem, type Operation } from '../operation';

const category = categoryField('The category whose samples to list');

/** Category Sample → Get Many. One item for each sample (DocFlow API, "Get Category Sample List"). */
export const getSamples: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many category samples',
	description: 'List the sample files of a category with their IDs',
	properties: [category, ...limitFields, optionsField()],
	execute: forEachItem(
		async (context, item) => ({
			...(await readCategory(context, item, category)),
			limit: readLimit(context, item),
		}),
		async (context, { workspace_id, category: wanted, limit }, item) => {
			const place = await placeOf(context, workspace_id, wanted, item);
			const samples = await fetchAll(context, sampleList(place), item, limit);
			return samples.map((sample) => ({
				json: { category_id: place.category_id, ...sample },
			}));
		},
	),
};
