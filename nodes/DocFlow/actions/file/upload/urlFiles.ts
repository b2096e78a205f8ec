import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldError, readValue } from '../../../parameters/field';
import { clipped } from '../../../transport/safeText';
import type { Found } from './found';
import { urlsField } from './parameters';
import { addressesIn, nameInAddress, toWebAddress } from './urls';

/** Characters of an address in an error. */
const MAX_SHOWN = 80;

/**
 * The files of one input item behind public addresses. An empty array is nothing to do.
 * @throws NodeOperationError when there is no address.
 */
export function urlFiles(context: IExecuteFunctions, item: number): Found {
	const value = readValue(context, item, urlsField);
	const addresses = addressesIn(value);
	const found: Found = { files: [], refused: [] };
	if (addresses.length === 0 && !Array.isArray(value))
		throw fieldError(context, item, urlsField, 'is empty', 'Enter one address per line.');
	if (addresses.length === 0) found.nothing = 'it has no addresses';
	for (const address of addresses) {
		const read = toWebAddress(address);
		if ('url' in read) {
			const name = new URL(read.url).pathname.split('/').pop() ?? '';
			found.files.push({ item, origin: read, name, givenName: nameInAddress(read.url) });
			continue;
		}
		const shown = clipped(address, MAX_SHOWN);
		found.refused.push({
			item,
			origin: { url: shown },
			name: '',
			reason: read.reason,
			message: `${urlsField.displayName} of item ${item}: "${shown}" ${read.reason}`,
			advice: read.advice,
			fate: 'fail',
		});
	}
	return found;
}
