import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../../../json';
import { fieldError, readValue } from '../../../parameters/field';
import { clipped } from '../../../transport/safeText';
import { chooseFiles } from './binaryFields';
import type { Found, Refused, Wishes } from './found';
import { lookAt, saidText } from './lookAt';
import { binaryField } from './parameters';

/**
 * The binary data of an input item by field: also where the workflow keeps it inside the json (n8n's combined binary
 * mode, `_files`). In any other workflow such json may be a stranger's, and is no file.
 */
function ownFiles(context: IExecuteFunctions, item: number): Record<string, unknown> {
	const { binary, json } = context.getInputData()[item];
	const isCombined = context.getWorkflowSettings().binaryMode === 'combined';
	return { ...(isCombined && isRecord(json._files) ? json._files : {}), ...binary };
}

/** Characters of a name that nobody has checked, in an error. */
const MAX_SHOWN = 80;

/** What the item has, for an error about Input Binary Field. */
const whatIsThere = (fields: string[]): string =>
	fields.length === 0
		? 'The item has no binary data at all: connect a node that gives files, such as an e-mail or Read/Write Files from Disk node.'
		: `The item has these binary fields: ${fields.join(', ')}.`;

/** A name in Input Binary Field that the item does not have. */
const missingField = (item: number, field: string, fields: string[]): Refused => ({
	item,
	origin: { binary_field: field },
	name: field,
	reason: 'there is no such binary field',
	message: `There is no binary field "${clipped(field, MAX_SHOWN)}" in item ${item}`,
	advice: `${whatIsThere(fields)} Name one of them in Input Binary Field, or enter * for all.`,
	fate: 'fail',
});

/** Why an item has nothing to upload, though nothing is wrong with it. */
function whyNothing(fields: string[], chosen: number): string {
	if (chosen > 0) return 'File Names and Min Size leave all its files out';
	return fields.length > 0
		? `no binary field matches, it has ${fields.join(', ')}`
		: 'it has no files';
}

/**
 * The files of one input item that are to go up, each looked at for itself: one that can't go up keeps no other back.
 * @throws NodeOperationError when the field is empty, or holds what is neither a name nor a file.
 */
export async function binaryFiles(
	context: IExecuteFunctions,
	item: number,
	wishes: Wishes,
): Promise<Found> {
	const value = readValue(context, item, binaryField);
	const own = ownFiles(context, item);
	const fields = Object.keys(own);
	const { chosen, missing, wrong, mayBeNone } = chooseFiles(value, own);
	const isEmpty = chosen.length + missing.length === 0 && !mayBeNone;
	if (wrong.length > 0 || isEmpty)
		throw fieldError(
			context,
			item,
			binaryField,
			wrong.length === 0
				? 'is empty'
				: 'holds what is neither the name of a binary field nor a file',
			`${whatIsThere(fields)} Name one of them, enter * for all, or give the file itself by an expression alone, such as {{ $binary.data }}.`,
		);
	const found: Found = {
		files: [],
		refused: missing.map((field) => missingField(item, field, fields)),
	};
	for (const choice of chosen) {
		const { field, stored, byPattern } = choice;
		const result = await lookAt(context, item, choice, wishes);
		if (result === undefined) continue;
		if ('item' in result) {
			found.files.push(result);
			continue;
		}
		const name = saidText(stored.fileName) ?? field;
		found.refused.push({
			item,
			origin: { binary_field: field },
			name,
			reason: result.reason,
			message: result.title(`"${name}" in field "${field}" of item ${item}`),
			advice: result.advice,
			fate: result.isLoss ? 'fail' : (wishes.unsupportedFiles ?? (byPattern ? 'skip' : 'fail')),
		});
	}
	if (found.files.length + found.refused.length === 0)
		found.nothing = whyNothing(fields, chosen.length);
	return found;
}
