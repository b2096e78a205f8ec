import { type CategoryPlace, placeOf } from '../../catalog/categories';
import { recordsOf } from '../../catalog/records';
import { sampleList } from '../../catalog/samples';
import { categoryField, readCategory } from '../../parameters/category';
import { optionsField } from '../../parameters/fields';
import { apiError } from '../../transport/errors';
import { docFlowForm } from '../../transport/form';
import { fetchAll } from '../../transport/list';
import type { FileToSend } from '../../transport/multipart';
import { SAMPLE_TIMEOUT_MS, sampleFiles, samplesField } from '../category/sampleFiles';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { LOOK_AT_SAMPLES } from './fields';

const category = categoryField('The category to add samples to');

/** What an item asks for; no two ask for the same, since files in memory can't be told apart. */
interface SampleUpload extends Pick<CategoryPlace, 'workspace_id'> {
	item: number;
	category: string;
	samples: FileToSend[];
}

/** Category Sample → Upload. All files of an item in one request (DocFlow API, "Upload Category Samples"). */
export const uploadSamples: Operation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload category samples',
	description: 'Add sample files to a category, which has twenty at most',
	properties: [category, samplesField, optionsField()],
	execute: forEachItemOnce<SampleUpload>(
		async (context, item) => ({
			item,
			...(await readCategory(context, item, category)),
			samples: await sampleFiles(context, item),
		}),
		async (context, { workspace_id, category: wanted, samples }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const before = await fetchAll(context, sampleList(place), itemIndex);
			const { result } = await docFlowForm(
				context,
				{
					path: '/category/sample/batch_upload',
					repeat: 'once',
					look: LOOK_AT_SAMPLES,
					timeout: SAMPLE_TIMEOUT_MS,
					itemIndex,
				},
				[
					{ name: 'workspace_id', text: workspace_id },
					{ name: 'category_id', text: place.category_id },
					{ name: 'with_detail', text: 'true' },
					...samples.map((file) => ({ name: 'files', file })),
				],
			);
			// The answer lists all samples of the category: those that were not there before are ours.
			const known = new Set(before.map(({ sample_id }) => sample_id));
			const added = recordsOf(result.samples).filter(({ sample_id }) => !known.has(sample_id));
			if (added.length < samples.length) {
				const message = `DocFlow lists ${added.length} of the ${samples.length} samples that were sent`;
				throw apiError(
					context,
					{ message, advice: `${LOOK_AT_SAMPLES} tells which are there.`, mayBeDone: true },
					itemIndex,
				);
			}
			return added.map((sample) => ({ json: { category_id: place.category_id, ...sample } }));
		},
	),
};
