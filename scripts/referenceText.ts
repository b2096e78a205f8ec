import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation, Resource } from '../nodes/DocFlow/actions/operation';

/** A text as a table's cell. */
const cell = (text: string): string => text.replace(/[|*]/g, '\\$&').replace(/\s+/g, ' ').trim();

/** A sentence, without the stop at its end. */
const asClause = (text: string): string => text.replace(/\.+$/, '');

const anchorOf = (heading: string): string =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\d -]/gu, '')
		.replace(/ /g, '-');

const headingOf = (resource: Resource, operation: Operation): string =>
	`${resource.name} → ${operation.name}`;

const isChoice = (option: object): option is INodePropertyOptions =>
	'value' in option && 'name' in option;

/** What a field holds before anybody touches it, in words; nothing where that is empty. */
function defaultOf({ type, default: value, options = [] }: INodeProperties): string {
	if (type === 'collection' || type === 'fixedCollection' || type === 'resourceLocator') return '';
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const chosen = options.filter(isChoice).find((option) => option.value === value);
	if (chosen !== undefined) return chosen.name;
	return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

/** The choices of a field, with what each means. More than a dozen are a list to look up in the panel. */
function choicesOf({ options = [], type }: INodeProperties): string {
	const choices = options.filter(isChoice);
	if (type === 'collection' || choices.length === 0) return '';
	if (choices.length > 12) return `One of ${choices.length} in the list.`;
	return choices
		.map(({ name, description }) => (description ? `${name}: ${asClause(description)}` : name))
		.join('; ');
}

/** The fields of a collection; of groups with a field each for every group. */
const fieldsIn = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.flatMap((option) =>
		'values' in option ? option.values : 'type' in option ? [option as INodeProperties] : [],
	);

/** The rows of a panel: each field, then those inside of it. */
const rowsOf = (properties: INodeProperties[], within = ''): string[] =>
	properties
		.filter(({ type }) => type !== 'notice' && type !== 'hidden')
		.flatMap((field) => {
			const label = `${within}${field.displayName}`;
			const words = [field.description ?? '', choicesOf(field)]
				.filter((text) => text !== '')
				.map((text) => `${asClause(text)}.`);
			const name = field.required ? `${label} *` : label;
			const row = `| ${[name, defaultOf(field), words.join(' ')].map(cell).join(' | ')} |`;
			return [row, ...rowsOf(fieldsIn(field), `${label} → `)];
		});

/** A panel as a table. */
const panelText = (properties: INodeProperties[]): string =>
	['| Field | Default | What it is |', '|---|---|---|', ...rowsOf(properties)].join('\n');

/** The page of all operations and of the trigger, from the nodes' own words (Markdown). */
export const referenceText = (resources: Resource[], trigger: INodeProperties[]): string =>
	[
		'# All operations',
		'What stands here is what the panels say, written by `npm run reference`. A field with a \\* must be filled; what is not set is not sent.',
		...resources.flatMap((resource) => [
			`## ${resource.name}`,
			`${resource.description}.`,
			...resource.operations.flatMap((operation) => [
				`### ${headingOf(resource, operation)}`,
				`${operation.description}.`,
				panelText(operation.properties),
			]),
		]),
		'## DocFlow Trigger',
		panelText(trigger),
	].join('\n\n');

/** The README's table of all operations (Markdown); each leads to its place on the page. */
export const overviewText = (resources: Resource[], page: string): string =>
	[
		'| Operation | What it does |',
		'|---|---|',
		...resources.flatMap((resource) =>
			resource.operations.map((operation) => {
				const heading = headingOf(resource, operation);
				return `| [${heading}](${page}#${anchorOf(heading)}) | ${cell(operation.description)} |`;
			}),
		),
	].join('\n');

const [BEGIN, END] = ['<!-- operations: npm run reference -->', '<!-- /operations -->'];

/** The README with the table between its marks. @throws Error when the marks are missing. */
export function withOverview(readme: string, overview: string): string {
	const [start, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
	if (start < 0 || end < start) throw new Error(`README.md has no place marked ${BEGIN} … ${END}`);
	return `${readme.slice(0, start)}${BEGIN}\n\n${overview}\n\n${readme.slice(end)}`;
}
