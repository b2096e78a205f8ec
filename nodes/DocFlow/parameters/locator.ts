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

/** The name of a field, table or column as results show it: from a list of names, or any other. Read by `readText`. */
export const nameLocator = (
	field: Pick<Locator, 'name' | 'displayName' | 'description' | 'search'>,
	placeholder: string,
	isNew = false,
): INodeProperties =>
	locatorField(
		{ ...field, by: { displayName: 'By Name', name: 'name', placeholder } },
		{ default: { mode: isNew ? 'name' : 'list', value: '' } },
	);

/** Things of which several are picked from a list, or given by expression as an array or with commas between; read by `readIds`. */
export const pickedField = (
	{
		name,
		noun,
		method,
		dependsOn,
	}: { name: string; noun: string; method: string; dependsOn: string[] },
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({
	// n8n's scanner wants this name and sentence of every list that is filled by a method.
	displayName: `${noun} Names or IDs`,
	name,
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: method, loadOptionsDependsOn: dependsOn },
	default: [],
	description: `${description}. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
	...more,
});
