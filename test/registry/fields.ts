import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';

/** A field of a panel, wherever it stands. */
export interface PanelField {
	/** Such as `limit`, `parserOptions.dpi` or, in a list of rows, `fields.values[0].name`. */
	path: string;
	field: INodeProperties;
	/** What must be chosen for it to be shown. */
	shownWith: INodeParameters;
}

/** What a field's conditions ask for, but for the menus. */
function conditions({ displayOptions }: INodeProperties): INodeParameters {
	const shown = Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
		name.replace(/^\//, ''),
		values?.[0],
	]);
	return Object.fromEntries(
		shown.filter(([name]) => name !== 'resource' && name !== 'operation'),
	) as INodeParameters;
}

/** All fields of a panel, those inside of collections too. */
export const fieldsOf = (
	properties: INodeProperties[],
	within = '',
	outer: INodeParameters = {},
): PanelField[] =>
	properties.flatMap((field): PanelField[] => {
		const path = `${within}${field.name}`;
		const shownWith = { ...outer, ...conditions(field) };
		const inner = (field.options ?? []).flatMap((option) => {
			const row = field.typeOptions?.multipleValues ? '[0]' : '';
			if ('values' in option)
				return fieldsOf(option.values, `${path}.${option.name}${row}.`, shownWith);
			return 'type' in option ? fieldsOf([option], `${path}.`, shownWith) : [];
		});
		return [{ path, field, shownWith }, ...inner];
	});

/** Parameters with one more value at a path. */
export function withValue(
	parameters: INodeParameters,
	path: string,
	value: NodeParameterValueType,
): INodeParameters {
	const [head, ...rest] = path.split('.');
	const name = head.replace('[0]', '');
	if (rest.length === 0) return { ...parameters, [name]: value };
	const within = (inner: unknown) =>
		withValue((inner ?? {}) as INodeParameters, rest.join('.'), value);
	const now = parameters[name];
	const [first, ...others] = Array.isArray(now) ? (now as INodeParameters[]) : [];
	return { ...parameters, [name]: name === head ? within(now) : [within(first), ...others] };
}
