import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { uploadTexts } from '../../support/files';

/** Two batches of one file each, as Upload gives them out. */
export async function uploaded(credential: IDataObject): Promise<INodeExecutionData[]> {
	const texts: Array<Record<string, string>> = [{ 'a.txt': 'Number: 1' }, { 'b.txt': 'Total: 2' }];
	const files = await Promise.all(texts.map((text) => uploadTexts(credential, text)));
	return files.flat().map((json) => ({ json }));
}
