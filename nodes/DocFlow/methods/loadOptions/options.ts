import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { isRecord, textOf } from '../../json';
import { apiError, DocFlowError } from '../../transport/errors';

/** What fills a list of which several may be picked (n8n, `methods.loadOptions`). */
type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Fills a list by `read`. Of an error n8n shows the title alone here, so the advice stands in it. */
export const optionsOf = (
	read: (context: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>,
): LoadOptions =>
	async function () {
		return await read(this).catch((error: unknown) => {
			const { message, description = '' } = isRecord(error) ? error : {};
			const title = [error instanceof Error ? error.message : message, description]
				.map(textOf)
				.filter(Boolean)
				.join('. ');
			const failure = error instanceof DocFlowError ? error.failureDetails : {};
			throw apiError(this, { ...failure, message: title });
		});
	};
