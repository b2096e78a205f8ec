import { fetchFinished, fetchOne, idsOf } from '../../files/one';
import { optionsField } from '../../parameters/fields';
import { readId, readWorkspace } from '../../parameters/ids';
import { cancelSignal } from '../../transport/context';
import { apiError } from '../../transport/errors';
import { pause } from '../../transport/pause';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { differences, merge } from './update/merge';
import { fileIdField, properties, readChanges } from './update/parameters';

/**
 * How long after writing it is read back. Whoever read before we wrote has written by then, so that a change of ours that it
 * undid is noticed; the API knows no version of a file that could be named with the change.
 */
const CHECK_AFTER_MS = 1000;

/** File → Update Fields (DocFlow API, "Update File Processing Result"). The API replaces all fields, so they are read first. */
export const updateFields: Operation = {
	value: 'update',
	name: 'Update Fields',
	action: 'Update fields of a file',
	description:
		"Correct fields and table cells of a file; what is not named stays. A second later it is read back: had somebody else written by then, it is an error. Confirming and rejecting is for people in DocFlow's web pages: its API has no way.",
	properties: [...properties, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			asked: {
				workspace_id: await readWorkspace(context, item),
				file_id: readId(context, item, fileIdField),
			},
			changes: readChanges(context, item),
		}),
		async (context, { asked, changes }, itemIndex) => {
			const fail = (message: string, advice: string, passing = false) =>
				apiError(context, { message, advice, passing }, itemIndex);
			const before = await fetchFinished(context, asked, 'updated', itemIndex);
			const { unknown, changed, added, deleted, fields, items } = merge(before, changes);
			if (unknown.length > 0)
				throw fail(
					`${before.name || before.id} has no ${unknown.join(', ')}, so nothing was changed`,
					`Its fields: ${fields.map(({ key }) => key).join(', ')}. Check the names, or switch on Add New Fields; table cells can be corrected where the file has them.`,
				);
			const counts = { changed, added, deleted, field_count: fields.length };
			if (changed.length + added.length + deleted.length === 0)
				return { json: { updated: false, ...idsOf(before), ...counts } };
			await docFlowRequest(context, {
				method: 'POST',
				path: '/file/update',
				repeat: 'once',
				body: [{ ...asked, data: { fields, ...(items !== undefined && { items }) } }],
				itemIndex,
				look: 'File → Get',
			});
			await pause(CHECK_AFTER_MS, cancelSignal(context));
			const after = await fetchOne(context, asked, itemIndex);
			const isTouched = changes.cells.length > 0;
			const others = differences({ fields, items }, before, after, isTouched);
			if (others.length === 0) return { json: { updated: true, ...idsOf(before), ...counts } };
			throw fail(
				`${before.name || before.id} is not as it was written: ${others.join(', ')}`,
				'Somebody else changed it at the same time. Look at it with File → Get, then run this again if your correction is gone.',
				true,
			);
		},
	),
};
