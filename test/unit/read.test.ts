import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { choiceField, readIfSet } from '../../nodes/DocFlow/parameters/field';
import { readId, readIds } from '../../nodes/DocFlow/parameters/ids';
import { readTexts } from '../../nodes/DocFlow/parameters/lists';
import { readChoice, readFlag, readNumber, readText } from '../../nodes/DocFlow/parameters/read';
import { context } from '../support/n8n';

/** n8n's own context of an item whose field holds a value that an expression gives. */
const holding = (value: string) => {
	const parameters: INodeParameters = {
		resource: 'file',
		operation: 'upload',
		options: { category: value },
	};
	return context({ parameters, credential: {} });
};

const field = (more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: 'Field',
	name: 'category',
	type: 'string',
	default: '',
	...more,
});

const choice = choiceField<string | number>({
	displayName: 'Field',
	name: 'category',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'stop' },
		{ name: 'Skip', value: 'skip' },
		{ name: 'Two', value: 2 },
		{ name: 'Same', value: 'a' },
		{ name: 'same', value: 'b' },
	],
	default: 'skip',
});

const ID = '1978297791713619968';
const text = (value: string) => readText(holding(value), 0, field(), 'options');
const flag = (value: string) => readFlag(holding(value), 0, field({ default: true }), 'options');
const chosen = (value: string) => readChoice(holding(value), 0, choice, 'options');
const number = (value: string) =>
	readNumber(
		holding(value),
		0,
		field({ default: 7, typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 } }),
		'options',
	);
const id = (value: string) => readId(holding(value), 0, field(), 'options');
const ids = (value: string) => readIds(holding(value), 0, field(), 'options');
const texts = (value: string) => readTexts(holding(value), 0, field(), 'options');

test.each<[string, (value: string) => unknown, string, unknown]>([
	['text', text, ' invoice ', 'invoice'],
	['a number as text', text, '={{ 2026 }}', '2026'],
	['an id typed with a Chinese keyboard', id, '１９７８2９', '197829'],
	['an id with marks nobody sees', id, '\u200e\ufeff 197829\u200b', '197829'],
	['nothing as the default', text, '={{ undefined }}', ''],
	['an expression in what an expression gives', text, '={{ "{" + "{ x }" + "}" }}', '{{ x }}'],
	['a switch', flag, '={{ false }}', false],
	['a switch as text', flag, ' FALSE', false],
	['a switch that is not set', flag, '={{ null }}', true],
	['a choice', chosen, 'stop', 'stop'],
	['a choice in another case', chosen, ' STOP ', 'stop'],
	['a choice by its name', chosen, 'fail', 'stop'],
	['a choice by its number as text', chosen, '2', 2],
	['a choice that is not set', chosen, '', 'skip'],
	['a number', number, '={{ 5 }}', 5],
	['a number as text', number, ' 5 ', 5],
	['a number that is not set', number, '={{ $json.none }}', 7],
	['an id', id, ` ${ID}\n`, ID],
	['an id as an exact number', id, '={{ 202609150001 }}', '202609150001'],
	['a number of one’s own', id, '2026E10', '2026E10'],
	['ids', ids, `1, 2，3;\n4、 1 ,`, ['1', '2', '3', '4']],
	['ids in an array', ids, `={{ ["1", 2, ""] }}`, ['1', '2']],
	['one id', ids, '={{ 5 }}', ['5']],
	['texts', texts, 'a b, c', ['a b', 'c']],
	['texts in an array', texts, '={{ ["a, b", "c"] }}', ['a, b', 'c']],
])('%s is understood', (_what, read, value, expected) => expect(read(value)).toEqual(expected));

test.each<[string, (value: string) => unknown, string, RegExp]>([
	['an object as text', text, '={{ {a: 1} }}', /must be text, but is an object$/],
	['an array as text', text, '={{ ["a"] }}', /must be text, but is a list$/],
	['a date as text', text, '={{ new Date(0) }}', /must be text, but is a date$/],
	['NaN as text', text, '={{ NaN }}', /must be text, but is not a number/],
	['a switch as text', text, '={{ true }}', /must be text, but is true$/],
	['an object within a text', text, '=a {{ {a: 1} }}', /there is an object in it/],
	['a fixed expression', text, '{{ $json.a }}', /holds an expression as plain text$/],
	['half of a character', text, '={{ "\ud83d" }}', /holds half of a character$/],
	['a whole document', text, '={{ "x".repeat(1001) }}', /has 1001 characters/],
	['a word as a switch', flag, 'yes', /must be true or false, but is "yes"$/],
	['a number as a switch', flag, '={{ 1 }}', /must be true or false, but is 1$/],
	['another choice', chosen, 'drop', /must be one of its options, but is "drop"$/],
	['a name of two choices', chosen, 'SAME', /must be one of its options, but is "SAME"$/],
	['a list as a choice', chosen, '={{ ["stop"] }}', /must be one of its options, but is a list$/],
	['a word as a number', number, 'soon', /must be a whole number from 1 to 100, but is "soon"$/],
	['half a number', number, '={{ 1.5 }}', /but is 1.5$/],
	['a huge number', number, '={{ Infinity }}', /but is Infinity$/],
	['a list as a number', number, '={{ [5] }}', /but is a list$/],
	['an inexact id', id, `={{ ${ID} }}`, /came as a number that is not exact$/],
	['a broken number as an id', id, '={{ 1.5 }}', /came as a number that is not exact$/],
	['NaN as an id', id, '={{ NaN }}', /must be text, but is not a number/],
	['a rounded id', id, '1.79E+19', /has lost its last digits: 1.79E\+19$/],
	['an id rounded in another country', id, '1,79548683466323e19', /has lost its last digits/],
	['an id of a float column', id, '1978297791713619968.0', /has lost its last digits/],
	['an address as an id', id, 'https://docflow.example/1', /is a web address, not a number$/],
	['no id', id, '={{ "" }}', /is empty$/],
	['only a mark nobody sees', id, '\u200e', /is empty$/],
	['no ids', ids, ' , ;', /is empty$/],
	['an object among ids', ids, '={{ ["1", {}] }}', /must be text, but is an object$/],
])('%s is refused', (_what, read, value, message) => {
	const refused = () => read(value);
	expect(refused).toThrow(message);
	expect(refused).toThrow(/^(Field) of item 0 /);
});

test('a choice that is refused lists what may be chosen; a secret is not shown', () => {
	let error: unknown;
	const refuse = (read: () => unknown) => {
		try {
			read();
		} catch (reason) {
			error = reason;
		}
	};
	refuse(() => chosen('x'));
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		context: { itemIndex: 0 },
		description: 'Choose one of these: stop (Fail), skip, 2 (Two), a (Same), b (same).',
	});
	const secret = field({ typeOptions: { password: true } });
	refuse(() => readText(holding('={{ ["hunter2"] }}'), 0, secret, 'options'));
	expect(JSON.stringify(error)).not.toContain('hunter2');
	refuse(() => readFlag(holding('={{ "hunter2" }}'), 0, secret, 'options'));
	expect(String(error)).toContain('true or false');
	expect(String(error)).not.toContain('hunter2');
});

test('a password keeps its blanks; a field that is not set is not read', () => {
	const secret = field({ typeOptions: { password: true } });
	expect(readText(holding('={{ " a " }}'), 0, secret, 'options')).toBe(' a ');
	expect(readIfSet(readText, holding(''), 0, field(), 'options')).toBeUndefined();
	expect(readIfSet(readText, holding('a'), 0, field(), 'options')).toBe('a');
});
