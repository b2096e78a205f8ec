import type { INodeProperties } from 'n8n-workflow';

/** A field that is picked from a list of DocFlow's, or entered. */
interface Locator {
	name: string;
	displayName: string;
	description: string;
	/** The method of `methods/listSearch` that fills the list. */
	search: string;
	/** What is entered where nothing is picked; an ID unless told. */
	by?: { displayName: string; name: string; placeholder: string };
	required?: boolean;
}

/**
 * A resource locator: From List with search, or By ID (or name). `readId` and `readText` read it; a plain text, as an expression
 * or an agent gives it, is taken for what is entered.
 */
export const locatorField = (
	{ search, by, required = true, ...field }: Locator,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({
	...field,
	type: 'resourceLocator',
	required,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select…',
			typeOptions: { searchListMethod: search, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			placeholder: 'e.g. 1978297791713619968',
			...by,
			type: 'string',
		},
	],
	...more,
});
