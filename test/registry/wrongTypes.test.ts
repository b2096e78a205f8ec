import type { INodeParameters } from 'n8n-workflow';

import { DocFlowTrigger } from '../../nodes/DocFlow/DocFlowTrigger.node';
import { DocFlowError } from '../../nodes/DocFlow/transport/errors';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { run } from '../support/n8n';
import { shareOf } from '../support/nightly';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';
import { fieldsOf, type PanelField, withValue } from './fields';
import { minimalOf, OPERATIONS } from './minimal';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

/** What an expression may bring, by name. `isPlain` values may be meant: DocFlow may be asked, and may refuse. */
const VALUES: Array<{ name: string; value: string; isPlain?: boolean }> = [
	{ name: 'undefined', value: '={{ undefined }}', isPlain: true },
	{ name: 'null', value: '={{ null }}', isPlain: true },
	{ name: 'empty text', value: '={{ "" }}', isPlain: true },
	{ name: 'blanks', value: '={{ "  " }}', isPlain: true },
	{ name: 'text', value: '={{ "some text" }}', isPlain: true },
	{ name: 'a number', value: '={{ 5 }}', isPlain: true },
	{ name: 'zero', value: '={{ 0 }}', isPlain: true },
	{ name: 'a negative number', value: '={{ -1 }}', isPlain: true },
	{ name: 'a broken number', value: '={{ 1.5 }}', isPlain: true },
	{ name: 'true', value: '={{ true }}', isPlain: true },
	{ name: 'false', value: '={{ false }}', isPlain: true },
	{ name: 'a list of text', value: '={{ ["some text"] }}', isPlain: true },
	{ name: 'a list of nothing', value: '={{ [] }}', isPlain: true },
	{ name: 'a date', value: '={{ new Date("2026-09-15T08:00:00Z") }}', isPlain: true },
	{ name: 'a luxon date', value: '={{ $now }}', isPlain: true },
	{ name: 'NaN', value: '={{ NaN }}' },
	{ name: 'a huge number', value: '={{ 1e300 }}' },
	{ name: 'Infinity', value: '={{ Infinity }}' },
	{ name: 'an object', value: '={{ {a: 1} }}' },
	{ name: 'a list of objects', value: '={{ [{a: 1}] }}' },
	{ name: 'a list of lists', value: '={{ [["a"]] }}' },
	{ name: 'an object in text', value: '=a {{ {a: 1} }}' },
	{ name: 'an invalid date', value: '={{ new Date("x") }}' },
	{ name: 'a fixed expression', value: '{{ $json.a }}' },
	{ name: 'very long text', value: '={{ "x".repeat(5000) }}' },
];

/** Traces of a value that was not meant, in what was sent. */
const SPOILT = /\[object|NaN|undefined|null|Infinity|\{\{|function/;
/** No address carries it; a value in a body may be a whole paragraph. */
const TOO_LONG = /x{5000}/;

/** All that a request carried, but for the bytes of files. */
const sent = () =>
	JSON.stringify(
		sandbox.requests.map(({ query, json, path }) => ({ query, json: json ?? '', path })),
	);
const addresses = () => JSON.stringify(sandbox.requests.map(({ query, path }) => [query, path]));

/** What a field may not be given: it leads to the others, or is a group of them. */
const isChosen = ({ field }: PanelField) =>
	field.type !== 'collection' &&
	field.type !== 'fixedCollection' &&
	field.type !== 'notice' &&
	field.name !== 'resource' &&
	field.name !== 'operation';

/** Either it works, or the field is named and nothing was sent; what is sent makes sense. */
async function check(
	work: Promise<unknown>,
	{ field }: PanelField,
	{ isPlain = false }: (typeof VALUES)[number],
	place: string,
): Promise<void> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(sent()).not.toMatch(SPOILT);
	expect(addresses()).not.toMatch(TOO_LONG);
	if (error === undefined) return;
	// Whatever a JSON field holds may be meant, if it is of the right form.
	if ((isPlain || field.type === 'json') && error instanceof DocFlowError) return;
	const { name, message, description } = error as Record<string, string>;
	expect(name).toBe('NodeOperationError');
	expect(message).toContain(place);
	expect(`${message} ${description}`).toContain(field.displayName);
	expect(description.length).toBeGreaterThan(10);
	expect(sandbox.requests).toEqual([]);
}

/** The operations of the main job, whose every cell is played at each push. */
const MAIN = new Set(['file.upload', 'file.fetch']);

describe.each(OPERATIONS)('$name', (one) => {
	const { name, operation, chosen } = one;
	const { parameters, items } = minimalOf(name);
	const all = fieldsOf(operation.properties)
		.filter(isChosen)
		.flatMap((field) =>
			VALUES.map((value) => ({ path: field.path, what: value.name, field, value })),
		);
	const cells = MAIN.has(name) ? all : shareOf(all, 3, OPERATIONS.indexOf(one));

	test.each(cells)('$path is $what', async ({ path, field, value }) => {
		const input = await items(credential);
		sandbox.requests.length = 0;
		skipPauses();
		const base: INodeParameters = { ...chosen, ...parameters, ...field.shownWith };
		await check(
			run({ parameters: withValue(base, path, value.value), credential, items: input.slice(0, 1) }),
			field,
			value,
			'item 0',
		);
	});
});

describe('the trigger', () => {
	const cells = fieldsOf(new DocFlowTrigger().description.properties)
		.filter(isChosen)
		.flatMap((field) =>
			VALUES.map((value) => ({ path: field.path, what: value.name, field, value })),
		);

	test.each(cells)('$path is $what', async ({ path, field, value }) => {
		skipPauses();
		const parameters = withValue(field.shownWith, path, value.value);
		await check(trigger(parameters, credential).poll(), field, value, '');
	});
});
