import type { INodeProperties } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import type { Query } from '../transport/request';
import { type ChoiceField, readIfSet } from './field';
import { readChoice, readFlag, readText } from './read';

/** An optional parameter of the API: its name there, its field here, and what of it is sent. */
export interface ApiOption {
	api: string;
	property: INodeProperties;
	read(context: DocFlowContext, item: number, within: string): Query[string];
}

/** An option that is sent as the text it holds. */
export const textOption = (api: string, property: INodeProperties): ApiOption => ({
	api,
	property,
	read: (context, item, within) => readIfSet(readText, context, item, property, within),
});

/** An option that is sent as the chosen value. */
export const choiceOption = <Value extends string | number>(
	api: string,
	property: ChoiceField<Value>,
): ApiOption => ({
	api,
	property,
	read: (context, item, within) => readIfSet(readChoice<Value>, context, item, property, within),
});

/** A switch; `what` goes on after "Whether to". */
export function flagOption(
	api: string,
	name: string,
	displayName: string,
	what: string,
): ApiOption {
	const property: INodeProperties = {
		displayName,
		name,
		type: 'boolean',
		default: false,
		description: `Whether to ${what}`,
	};
	return {
		api,
		property,
		read: (context, item, within) => readIfSet(readFlag, context, item, property, within),
	};
}

/** A switch that the API types as 0 and 1. */
export function bitOption(...parts: Parameters<typeof flagOption>): ApiOption {
	const option = flagOption(...parts);
	return {
		...option,
		read: (...place) => {
			const value = option.read(...place);
			return value === undefined ? undefined : Number(value);
		},
	};
}

/** The options that an item sets, by the API's names. @throws NodeOperationError for a wrong value. */
export const readApiOptions = (
	context: DocFlowContext,
	item: number,
	options: ApiOption[],
	within: string,
): Query =>
	Object.fromEntries(
		options.flatMap(({ api, read }) => {
			const value = read(context, item, within);
			return value === undefined ? [] : [[api, value]];
		}),
	);
