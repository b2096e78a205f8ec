import { type INodeParameters, NodeHelpers } from 'n8n-workflow';

import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { DocFlowTrigger } from '../../nodes/DocFlow/DocFlowTrigger.node';
import type { DocFlowFile } from '../../nodes/DocFlow/files/types';
import { type OutputOptions, toItems } from '../../nodes/DocFlow/output';
import { outputOptionProperties, outputProperty } from '../../nodes/DocFlow/parameters/output';

/** A document in which every option of the output finds something to do. */
const file: DocFlowFile = {
	id: '1978297791713619968',
	name: 'a.pdf',
	recognition_status: 1,
	data: {
		fields: [
			{ key: 'Total Due', identifier: 'total', value: '1.234,50', confidence: 0.5 },
			{ key: 'Note', value: '=1+1', confidence: 0.9 },
			{ key: 'Paid On', value: null, confidence: 0.9 },
		],
		tables: [{ tableName: 't', items: [[{ key: 'Item', identifier: 'item', value: 'Pen' }]] }],
	},
	child_files: [
		{
			id: '1978297791713619969',
			name: 'b.pdf',
			recognition_status: 1,
			data: { fields: [{ key: 'Number', value: '7' }] },
		},
	],
};

/** Each option set to something else than its default. */
const SET: Record<string, Partial<OutputOptions>> = {
	columnPrefix: { columnPrefix: 'Row ' },
	columns: { columns: ['file_name'] },
	confidence: { confidence: 0.8 },
	emptyAs: { emptyAs: 'empty' },
	fieldNames: { fieldNames: 'identifier' },
	safeNames: { safeNames: true },
	safeText: { safeText: true },
	splitChildren: { splitChildren: false },
	values: { values: 'typed' },
};

const outputs = outputProperty.options.map(({ value }) => value);

/** Whether an option is in the panel of Fetch, by n8n's own rule, when an output is chosen. */
const isShown = (name: string, output: string): boolean => {
	const { description } = new DocFlow();
	const chosen = { resource: 'file', operation: 'fetch', output };
	const options = Object.fromEntries(outputOptionProperties.map((one) => [one.name, one.default]));
	const seen = NodeHelpers.getNodeParameters(
		description.properties,
		{ ...chosen, options } as INodeParameters,
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
	return Object.hasOwn(seen?.options as object, name);
};

describe.each(outputs)('the output %s', (output) => {
	test.each(outputOptionProperties.map(({ name }) => name))(
		'shows %s where it does something, and nowhere else',
		(name) => {
			const base = { output, fieldNames: 'key' as const, splitChildren: true };
			const [plain, set] = [base, { ...base, ...SET[name] }].map((options) =>
				JSON.stringify(toItems(file, options)),
			);
			expect(SET).toHaveProperty(name);
			expect(isShown(name, output)).toBe(plain !== set);
		},
	);
});

/** Names of what n8n keeps of a panel, with everything in it set: what is not shown is gone. */
function shownIn({ description }: DocFlow | DocFlowTrigger, chosen: INodeParameters): string[] {
	const { properties } = description;
	const all = properties.flatMap(({ name, options = [], type }) =>
		type === 'collection'
			? [
					[
						name,
						Object.fromEntries(
							options.flatMap((one) => ('default' in one ? [[one.name, one.default]] : [])),
						),
					],
				]
			: [],
	);
	// Upload's options and Fetch's have one name, and n8n takes what it knows of them.
	const options = Object.assign(
		{},
		...all.filter(([name]) => name === 'options').map(([, inner]) => inner),
	) as INodeParameters;
	const seen = NodeHelpers.getNodeParameters(
		properties,
		{ ...(Object.fromEntries(all) as INodeParameters), options, ...chosen },
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
	return Object.entries(seen ?? {}).flatMap(([name, value]) => [
		name,
		...(typeof value === 'object' && value !== null ? Object.keys(value) : []),
	]);
}

test.each<[string, INodeParameters, string[], string[]]>([
	[
		'Upload of addresses has no options for files',
		{ operation: 'upload', source: 'url' },
		['urls', 'timeout', 'category', 'parserOptions'],
		['binaryPropertyName', 'fileNames', 'minSizeKb', 'maxFilesPerRequest', 'maxRequestSizeMb'],
	],
	[
		'Upload without waiting has no options for results',
		{ operation: 'upload', waitForResults: false },
		['fileNames', 'maxFilesPerRequest', 'maxRequestSizeMb', 'minSizeKb', 'unsupportedFiles'],
		['output', 'waitTimeout', ...Object.keys(SET)],
	],
	[
		'Fetch of a single file has no limit',
		{ operation: 'fetch', fetchBy: 'fileId' },
		['fileId', 'waitUntilFinished', 'waitTimeout'],
		['returnAll', 'limit', 'batchNumber', 'taskId'],
	],
	[
		'Fetch without waiting has no time to wait',
		{ operation: 'fetch', waitUntilFinished: false },
		['batchNumber', 'returnAll'],
		['waitTimeout', 'withDocument', 'withImageUrl', 'withTaskDetailUrl'],
	],
])('%s', (_what, chosen, there, gone) => {
	const shown = shownIn(new DocFlow(), { resource: 'file', ...chosen });
	expect(shown).toEqual(expect.arrayContaining(there));
	expect(gone.filter((name) => shown.includes(name))).toEqual([]);
});

test.each([
	['DocFlow', new DocFlow()],
	['DocFlow Trigger', new DocFlowTrigger()],
])('%s: a collection given whole as one expression is none, by n8n', (_name, { description }) => {
	// So no such collection reaches the node: there is nothing it could refuse, and the editor shows an empty one.
	const { properties } = description;
	const collections = properties.filter(({ type }) => type === 'collection');
	expect(collections.length).toBeGreaterThan(1);
	for (const { name, displayOptions } of collections) {
		const show = Object.entries(displayOptions?.show ?? {}).map(([of, values]) => [
			of,
			values?.[0],
		]);
		const parameters = { ...Object.fromEntries(show), [name]: '={{ { category: "invoice" } }}' };
		const seen = NodeHelpers.getNodeParameters(
			properties,
			parameters as INodeParameters,
			true,
			false,
			{ typeVersion: 1 },
			description,
		);
		expect(seen?.[name]).toEqual({});
	}
});
