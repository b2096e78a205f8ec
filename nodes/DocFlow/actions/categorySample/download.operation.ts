import type { INodeProperties } from 'n8n-workflow';

import { placeOf } from '../../catalog/categories';
import { categoryField, readCategory } from '../../parameters/category';
import { choiceField, fieldError } from '../../parameters/field';
import { optionsField } from '../../parameters/fields';
import { readId, readIdsIfAny } from '../../parameters/ids';
import { readChoice, readText } from '../../parameters/read';
import { docFlowDownload } from '../../transport/request';
import { forEachItem, type Operation } from '../operation';
import { sampleField, sampleIdsField } from './fields';

const category = categoryField('The category whose samples to download');

const asField = choiceField({
	displayName: 'Download',
	name: 'download',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'One Sample', value: 'one', description: 'The file itself' },
		{ name: 'Several as ZIP', value: 'zip', description: 'All samples of the category, or some' },
	],
	default: 'one',
	description: 'How many samples to download',
});

const sampleId = sampleField('The sample to download', {
	displayOptions: { show: { download: ['one'] } },
});

const sampleIds = sampleIdsField('The samples to download; all of them where none is chosen', {
	displayOptions: { show: { download: ['zip'] } },
});

const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputField',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	description: 'The binary field that holds the file in the output',
};

/** Category Sample → Download (DocFlow API, "Download Single Category Sample", "Download Category Samples (ZIP)"). */
export const downloadSamples: Operation = {
	value: 'download',
	name: 'Download',
	action: 'Download category samples',
	description: 'Get a sample file of a category, or several as one ZIP',
	properties: [category, asField, sampleId, sampleIds, outputField, optionsField()],
	execute: forEachItem(
		async (context, item) => {
			const isZip = readChoice(context, item, asField) === 'zip';
			const output = readText(context, item, outputField);
			if (output === '')
				throw fieldError(context, item, outputField, 'is empty', 'Name a binary field, e.g. data.');
			return {
				...(await readCategory(context, item, category)),
				output,
				ids: isZip ? readIdsIfAny(context, item, sampleIds) : readId(context, item, sampleId),
			};
		},
		async (context, { workspace_id, category: wanted, output, ids }, itemIndex) => {
			const place = await placeOf(context, workspace_id, wanted, itemIndex);
			const { category_id } = place;
			const isOne = typeof ids === 'string';
			const file = await docFlowDownload(context, {
				...(isOne
					? {
							method: 'GET',
							path: '/category/sample/download',
							query: { workspace_id, category_id, sample_id: ids },
						}
					: {
							method: 'POST',
							path: '/category/sample/batch_download',
							body: { workspace_id, category_id, ...(ids !== undefined && { sample_ids: ids }) },
						}),
				repeat: 'safe',
				itemIndex,
			});
			const name = file.fileName ?? (isOne ? `sample-${ids}` : `samples-${category_id}.zip`);
			// What the file is, its name tells better than the type of a download.
			const type = isOne ? undefined : file.mimeType;
			return {
				json: {
					category_id,
					...(ids !== undefined && (isOne ? { sample_id: ids } : { sample_ids: ids })),
					file_name: name,
					bytes: file.bytes.length,
				},
				binary: { [output]: await context.helpers.prepareBinaryData(file.bytes, name, type) },
			};
		},
	),
};
