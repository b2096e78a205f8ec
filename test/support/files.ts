import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { binary, run, type RunOptions } from './n8n';

/** An input item with binary fields as an earlier node gives them. */
export async function item(
	...files: Array<[field: string, content: string | Buffer, name: string]>
): Promise<INodeExecutionData> {
	const entries = await Promise.all(
		files.map(async ([field, content, name]) => [field, await binary(content, name)]),
	);
	return { json: {}, binary: Object.fromEntries(entries) as INodeExecutionData['binary'] };
}

/** Uploads small text files as one batch, a new one or that of a number. Returns the upload's output. */
export async function uploadTexts(
	credential: RunOptions['credential'],
	texts: Record<string, string>,
	options: INodeParameters = {},
	batchNumber?: string,
	more: INodeParameters = {},
): Promise<Array<{ batch_number: string; file_id: string; task_id: string; file_name: string }>> {
	const files = Object.entries(texts).map(([name, text], at): [string, string, string] => [
		`file_${at}`,
		text,
		name,
	]);
	const batch = batchNumber === undefined ? {} : { batchMode: 'batchNumber', batchNumber };
	const parameters = {
		resource: 'file',
		operation: 'upload',
		binaryPropertyName: '*',
		options,
		...batch,
		...more,
	};
	const output = await run({ parameters, credential, items: [await item(...files)] });
	return output.map(
		({ json }) =>
			json as { batch_number: string; file_id: string; task_id: string; file_name: string },
	);
}
