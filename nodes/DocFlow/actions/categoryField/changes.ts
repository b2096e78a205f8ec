import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { choiceField, fieldError } from '../../parameters/field';
import { readId } from '../../parameters/ids';
import { readObjects } from '../../parameters/json';
import { checkMembers, type Members } from '../../parameters/members';
import { readChoice } from '../../parameters/read';
import { checkedUpdates, updatesField } from '../../parameters/updates';

/** What of a field or table is changed. */
export interface Change {
	/** Its id, or its name. */
	id: string;
	/** By the API's names; what is not in it stays. */
	rest: IDataObject;
}

/** The part of an Update's panel that says what is changed. */
export interface Changes {
	properties: INodeProperties[];
	/** @throws NodeOperationError for what is wrong, or when nothing is to be changed. */
	read(context: IExecuteFunctions, item: number): Change[];
}

/** What is changed, fields or tables. */
interface Changed {
	noun: 'field' | 'table';
	/** The field of the panel that says which one. */
	which: INodeProperties;
	/** What can be changed of one. */
	fields: INodeProperties[];
	/** Reads them, within their collection. @throws NodeOperationError. */
	read(context: IExecuteFunctions, item: number, within: string): Record<string, unknown>;
	/** What an object of the JSON may have, beside the id. */
	members: Members;
}

/** Changes of a category's fields or tables: of one as a panel, or of several as DocFlow's JSON. */
export function changesOf({ noun, which, fields, read, members }: Changed): Changes {
	const label = noun === 'field' ? 'Field' : 'Table';
	const idMember = `${noun}_id`;
	const shownFor = (update: string) => ({ displayOptions: { show: { update: [update] } } });
	const from = choiceField({
		displayName: 'Update',
		name: 'update',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'One', value: 'one', description: 'By its own fields' },
			{ name: 'Several as JSON', value: 'json', description: "As a list of DocFlow's own objects" },
		],
		default: 'one',
		description: `How many ${noun}s to change`,
	});
	const updates = { ...updatesField(fields), ...shownFor('one') };
	const json: INodeProperties = {
		displayName: `${label}s (JSON)`,
		name: `${noun}sJson`,
		type: 'json',
		default: `[\n  { "${idMember}": "", "name": "" }\n]`,
		...shownFor('json'),
		description: `A list of objects with a ${idMember} and what to change of it: ${Object.keys(members).join(', ')}. What an object does not name stays.`,
	};
	const readJson = (context: IExecuteFunctions, item: number): Change[] => {
		const objects = readObjects(context, item, json) as IDataObject[];
		checkMembers(context, item, json, objects, { [idMember]: 'text', ...members }, idMember);
		const changes = objects.map(({ [idMember]: id, ...rest }) => ({ id: String(id), rest }));
		const isEmpty = ({ rest }: Change) => Object.keys(rest).length === 0;
		if (changes.length > 0 && !changes.some(isEmpty)) return changes;
		const wrong = changes.length === 0 ? 'is empty' : `says of a ${noun} nothing that changes`;
		const remedy = `Give each object a ${idMember} and what to change of it.`;
		throw fieldError(context, item, json, wrong, remedy);
	};
	return {
		properties: [from, { ...which, ...shownFor('one') }, updates, json],
		read(context, item) {
			if (readChoice(context, item, from) === 'json') return readJson(context, item);
			const wanted = read(context, item, updates.name) as IDataObject;
			const rest = checkedUpdates(context, item, updates, wanted);
			return [{ id: readId(context, item, which), rest }];
		},
	};
}
