import type { INodeProperties } from 'n8n-workflow';

import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { minimalOf, OPERATIONS } from './minimal';

const isGroup = ({ type }: INodeProperties) => type === 'collection' || type === 'fixedCollection';
const nameOf = ({ name }: INodeProperties) => name;

/** What n8n's guidelines ask of each operation (n8n documentation, "UX guidelines for community nodes"). */
describe.each(OPERATIONS)('$name', ({ name, operation }) => {
	const { properties, action, description } = operation;
	const verb = name.split('.')[1];

	test('its options come last, and what is required before what may be left out', () => {
		const names = properties.map(nameOf);
		const last = properties.findLastIndex((field) => !isGroup(field));
		for (const group of ['options', 'parserOptions'].filter((one) => names.includes(one)))
			expect([group, names.indexOf(group) > last]).toEqual([group, true]);
		expect(properties[0].required ?? properties[0].type !== 'string').toBe(true);
	});

	test('its action and its description say no more than they need, without a full stop', () => {
		expect(action).toMatch(/^\p{Lu}[^.]*$/u);
		expect(description).not.toBe(action);
		expect(description).not.toMatch(/^(This|It) /);
		// One sentence has no full stop; several have one each.
		expect(/\.$/.test(description)).toBe(/[.?!] /.test(description));
	});

	test('a list is called Get Many, and has Return All and Limit wherever DocFlow pages it', () => {
		if (verb !== 'getAll') return;
		expect(operation.name).toBe('Get Many');
		expect(action).toMatch(/^Get many /);
		expect(properties.map(nameOf)).toEqual(expect.arrayContaining(['returnAll', 'limit']));
	});

	test('a delete is confirmed by a switch that is off', () => {
		if (verb !== 'delete') return;
		expect(properties.find((field) => field.name === 'confirm')?.default).toBe(false);
	});

	test('what decides which fields are shown takes no expression', () => {
		const deciding = properties.flatMap(({ displayOptions }) =>
			Object.keys(displayOptions?.show ?? {}).map((one) => one.replace(/^\//, '')),
		);
		const open = properties.filter(
			({ name: own, type, noDataExpression }) =>
				deciding.includes(own) && type === 'options' && noDataExpression !== true,
		);
		expect(open.map(nameOf)).toEqual([]);
	});

	test('what it needs is marked as required', () => {
		const needed = Object.keys(minimalOf(name).parameters);
		const texts = properties.filter(
			({ name: own, type }) =>
				needed.includes(own) && (type === 'string' || type === 'resourceLocator'),
		);
		expect(texts.filter(({ required }) => required !== true).map(nameOf)).toEqual([]);
	});
});

test('the node says in the canvas what it does', () => {
	const { subtitle } = new DocFlow().description;
	expect(subtitle).toBe('={{ $parameter["operation"] + ": " + $parameter["resource"] }}');
});
