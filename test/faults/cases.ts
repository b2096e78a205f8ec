import { createHash } from 'crypto';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { item } from '../support/files';

/** What is uploaded. */
export interface Case {
	name: string;
	parameters: INodeParameters;
	/** Names of the files of each input item. */
	items: string[][];
	/** The batch number of the user holds a file of each name already. */
	holds?: boolean;
	isMany?: boolean;
	/** Half of its files can't be told from the others by name. */
	isTwins?: boolean;
}

const all = { binaryPropertyName: '*', batchMode: 'allItems' };
const addresses = ['1.pdf', '2.pdf', '%E5%8F%91%E7%A5%A8.pdf'].map(
	(name) => `https://files.example/${name}`,
);

export const CASES: Case[] = [
	{ name: 'one file', parameters: all, items: [['a.txt']] },
	{
		name: 'four files in one request',
		parameters: all,
		items: [
			['a.txt', 'b.txt'],
			['发票.txt', 'd.txt'],
		],
	},
	{ name: 'two files of one name', parameters: all, items: [['a.txt'], ['a.txt']], isTwins: true },
	{
		name: 'seven files in three requests',
		parameters: { ...all, options: { maxFilesPerRequest: 3 } },
		items: [
			['a.txt', 'b.txt', 'c.txt', 'd.txt'],
			['e.txt', 'f.txt', 'g.txt'],
		],
		isMany: true,
	},
	{
		name: 'one name in three requests',
		parameters: { ...all, options: { maxFilesPerRequest: 1 } },
		items: [['a.txt'], ['a.txt'], ['a.txt']],
		isMany: true,
	},
	{
		name: 'a batch number that holds such files already',
		parameters: {
			binaryPropertyName: '*',
			batchMode: 'batchNumber',
			batchNumber: 'mine',
			options: { maxFilesPerRequest: 2 },
		},
		items: [['a.txt', 'b.txt'], ['c.txt']],
		holds: true,
		isMany: true,
	},
	{
		name: 'three addresses',
		parameters: { source: 'url', urls: addresses.join('\n') },
		items: [addresses],
	},
	{
		name: 'three batches',
		parameters: { binaryPropertyName: '*' },
		items: [['a.txt', 'b.txt'], ['a.txt'], ['c.txt']],
		isMany: true,
	},
];

/** A file that is to arrive: told apart by its content, an address by itself. */
export interface Given {
	item: number;
	/** Its `binary_field` or `url` in the output. */
	origin: string;
	/** Name as DocFlow stores it. */
	name: string;
	sha256: string;
}

/** Large enough that a body comes in several pieces. */
const contentOf = (at: number, place: number) => `Number: ${at}-${place}\n`.padEnd(100_000, 'x');

/** The input items of a case, and the files that are to arrive, in order. */
export async function inputOf({
	items,
	parameters,
}: Case): Promise<{ input: INodeExecutionData[]; given: Given[] }> {
	if (parameters.source === 'url') {
		const given = items[0].map((url) => ({
			item: 0,
			origin: url,
			name: decodeURIComponent(url.split('/').pop() ?? ''),
			sha256: '',
		}));
		return { input: [{ json: {} }], given };
	}
	const given = items.flatMap((names, at) =>
		names.map((name, place) => ({
			item: at,
			origin: `file_${place}`,
			name,
			sha256: createHash('sha256').update(contentOf(at, place)).digest('hex'),
		})),
	);
	const files = items.map((names, at) =>
		names.map((name, place): [string, string, string] => [
			`file_${place}`,
			contentOf(at, place),
			name,
		]),
	);
	return { input: await Promise.all(files.map(async (list) => await item(...list))), given };
}
