import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { checkConfirmed, confirmField } from '../parameters/confirm';
import { optionsField } from '../parameters/fields';
import { apiError } from '../transport/errors';
import { docFlowRequest } from '../transport/request';
import { forEachItemOnce } from './once';
import type { Operation } from './operation';

/** What goes: the body of the request, and what the output says of it. */
export interface Deletion {
	body: IDataObject;
	/** How many things that is; null where only DocFlow knows. */
	count: number | null;
	/** Their ids, and whatever else tells which they were. */
	said: IDataObject;
}

/** What one Delete of a menu does in its own way. */
interface OwnDelete<Request> extends Pick<Operation, 'action' | 'description'> {
	/** What goes, as the switch names it, such as `files`. */
	what: string;
	/** The fields that say which, before the switch. */
	which: INodeProperties[];
	/** The path of the request, such as `/file/delete`. */
	path: string;
	/** What shows whether it was done, such as `File → Get`. */
	look: string;
	/** The options; the workspace unless told. */
	options?: INodeProperties[];
	/** Reads the panel of an item and sends nothing. @throws NodeOperationError as the readers do. */
	read(context: IExecuteFunctions, item: number): Promise<Request>;
	/** Finds what is named. @throws DocFlowError when it is not there; nothing is deleted then. */
	find(
		context: IExecuteFunctions,
		request: Request,
		itemIndex: number,
	): Deletion | Promise<Deletion>;
}

/**
 * The Delete of a menu: nothing goes without its switch, and the output says `deleted`, how many and which. Where DocFlow
 * says that it deleted nothing, that is an error.
 */
export function deleteOperation<Request>(own: OwnDelete<Request>): Operation {
	const { action, description, what, which, path, look, options = [optionsField()] } = own;
	const confirm = confirmField(what);
	return {
		value: 'delete',
		name: 'Delete',
		action,
		description,
		properties: [...which, confirm, ...options],
		execute: forEachItemOnce(
			async (context, item) => {
				const request = await own.read(context, item);
				checkConfirmed(context, item, confirm);
				return request;
			},
			async (context, request, itemIndex) => {
				const { body, count, said } = await own.find(context, request, itemIndex);
				const { result } = await docFlowRequest(context, {
					method: 'POST',
					path,
					repeat: 'once',
					look,
					body,
					itemIndex,
				});
				const deleted_count = result.deleted_count ?? count;
				if (deleted_count !== 0) return { json: { deleted: true, deleted_count, ...said } };
				const message = 'DocFlow knows none of these, so nothing was deleted';
				const advice = `Check the IDs and the workspace: ${Object.values(said).flat().join(', ')}.`;
				throw apiError(context, { message, advice }, itemIndex);
			},
		),
	};
}
