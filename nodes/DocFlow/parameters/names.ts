import type { INodeProperties } from 'n8n-workflow';

import { fieldError, type Reader } from './field';
import { readText } from './read';

/**
 * Reads a name of at most `most` characters; what is not required may be empty.
 * @throws NodeOperationError as `readText` does, and for an empty name or one that is too long.
 */
export const nameReader =
	(most: number): Reader<INodeProperties, string> =>
	(context, item, field, within) => {
		const name = readText(context, item, field, within);
		if (name === '' && field.required)
			throw fieldError(context, item, field, 'is empty', 'Enter a name, or map one to it.');
		if (name.length <= most) return name;
		throw fieldError(
			context,
			item,
			field,
			`has ${name.length} characters, more than the ${most} that DocFlow takes`,
			'Shorten it.',
		);
	};
