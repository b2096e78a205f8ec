import type { INodeProperties } from 'n8n-workflow';

import { DocFlow } from '../../nodes/DocFlow/DocFlow.node';
import { DocFlowTrigger } from '../../nodes/DocFlow/DocFlowTrigger.node';
import { fieldsOf } from './fields';
import { KNOWN, minimalOf, OPERATIONS } from './minimal';

/** Words that n8n writes small in a title (n8n, UX guidelines). */
const SMALL = /^(a|an|and|as|at|by|for|from|in|into|of|on|or|per|the|to|until|with)$/;

/** Whether each word of a label begins with a capital, units and abbreviations too. */
const isTitle = (label: string) =>
	label
		.split(/[\s:/-]+/)
		.every((word, at) => (at > 0 && SMALL.test(word)) || /^[("]?[\p{Lu}\d*]/u.test(word));

const isSentence = (text: string) => /^\p{Lu}/u.test(text) && !/ \p{Lu}\p{Ll}/u.test(text);

const panels: Array<[string, INodeProperties[]]> = [
	['DocFlow', new DocFlow().description.properties],
	['DocFlow Trigger', new DocFlowTrigger().description.properties],
];

test.each(OPERATIONS)('$name is known to the tests', ({ name }) =>
	expect(minimalOf(name)).toBeDefined(),
);

test('the tests know no operation that there is not', () =>
	expect(KNOWN.filter((known) => !OPERATIONS.some(({ name }) => name === known))).toEqual([]));

test.each(OPERATIONS)('the menu entry of $name reads well', ({ operation }) => {
	expect([operation.name].filter(isTitle)).toEqual([operation.name]);
	expect([operation.action].filter(isSentence)).toEqual([operation.action]);
	expect(operation.description.length).toBeGreaterThan(10);
});

describe.each(panels)('the panel of %s', (_name, properties) => {
	const fields = fieldsOf(properties);
	const wrong = (isWrong: (field: INodeProperties) => boolean) =>
		fields.filter(({ field }) => isWrong(field)).map(({ path }) => path);

	test('every field has a description', () =>
		expect(wrong(({ description = '' }) => description.length < 10)).toEqual([]));

	test('a switch says what it decides', () =>
		expect(
			wrong(({ type, description = '' }) => type === 'boolean' && !/^Whether /.test(description)),
		).toEqual([]));

	test('every placeholder is an example, and none that would be taken for an expression', () =>
		expect(
			wrong(({ type, placeholder = '' }) => {
				const ofCollection = type === 'collection' || type === 'fixedCollection';
				const start = ofCollection ? /^Add \p{L}/u : /^e\.g\. /;
				return placeholder !== '' && (!start.test(placeholder) || placeholder.includes('{{'));
			}),
		).toEqual([]));

	test('every text field has a placeholder', () =>
		expect(
			wrong(
				({ type, placeholder, default: value, typeOptions }) =>
					type === 'string' && !placeholder && value === '' && !typeOptions?.password,
			),
		).toEqual([]));

	test('hints are short', () =>
		expect(wrong(({ hint = '' }) => hint.length > 100 || hint.split(/[.!?] /).length > 2)).toEqual(
			[],
		));

	test('labels are in Title Case, also those of options', () => {
		const labels = fields.flatMap(({ field }) => [
			field.displayName,
			...(field.options ?? []).flatMap((option) => ('value' in option ? [option.name] : [])),
		]);
		expect(labels.filter((label) => !isTitle(label))).toEqual([]);
	});

	test('collections stand in the order of their labels', () =>
		expect(
			wrong(({ type, options = [] }) => {
				const labels = options.map((option) =>
					'displayName' in option ? option.displayName : option.name,
				);
				return type === 'collection' && labels.join() !== [...labels].sort().join();
			}),
		).toEqual([]));
});

const explained: Array<[string, INodeProperties[]]> = [
	...OPERATIONS.filter(({ name }) => ['file.upload', 'file.fetch'].includes(name)).map(
		({ name, operation }): [string, INodeProperties[]] => [name, operation.properties],
	),
	['DocFlow Trigger', new DocFlowTrigger().description.properties],
];

test.each(explained)('every option of %s is explained with an example', (_name, properties) => {
	const entries = fieldsOf(properties).filter(({ path }) => path.includes('.'));
	expect(entries.length).toBeGreaterThan(10);
	const bare = entries.filter(({ field: { description = '', placeholder = '', options } }) => {
		const isChoice = options?.every((option) => 'value' in option && option.description);
		return !isChoice && !/\be\.g\. /i.test(`${description} ${placeholder}`);
	});
	expect(bare.map(({ path }) => path)).toEqual([]);
});
