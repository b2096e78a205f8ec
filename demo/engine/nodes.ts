import { Workbook } from 'exceljs';
import { readFileSync, writeFileSync } from 'fs';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';
import { basename } from 'path';
import { globSync } from 'tinyglobby';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A minimal node: the nodes beside DocFlow in the examples belong to a package that needs the whole n8n. */
function standIn(
	displayName: string,
	names: string[],
	execute: Execute,
	trigger = false,
): INodeType {
	const properties = names.map((name): INodeProperties => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
	}));
	return {
		description: {
			displayName,
			name: displayName,
			group: [trigger ? 'trigger' : 'transform'],
			version: [1, 1.1],
			description: displayName,
			defaults: {},
			inputs: trigger ? [] : ['main'],
			outputs: ['main'],
			properties,
		},
		execute,
	};
}

async function readWrite(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (this.getNodeParameter('operation', 0, 'read') === 'write') {
		const bytes = await this.helpers.getBinaryDataBuffer(0, 'data');
		writeFileSync(this.getNodeParameter('fileName', 0) as string, bytes);
		return [this.getInputData()];
	}
	const files = globSync(this.getNodeParameter('fileSelector', 0) as string, {
		absolute: true,
	}).sort();
	const item = async (path: string) => ({
		json: { fileName: basename(path) },
		binary: { data: await this.helpers.prepareBinaryData(readFileSync(path), basename(path)) },
		pairedItem: { item: 0 },
	});
	return [await Promise.all(files.map(item))];
}

async function toWorkbook(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = this.getInputData().map(({ json }) => json);
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const book = new Workbook();
	const lines = rows.map((row) => columns.map((name) => row[name]));
	book.addWorksheet('Sheet').addRows([columns, ...lines]);
	const bytes = Buffer.from(await book.xlsx.writeBuffer());
	const data = await this.helpers.prepareBinaryData(bytes, 'rows.xlsx');
	return [[{ json: {}, binary: { data }, pairedItem: { item: 0 } }]];
}

/** Stand-ins for n8n's own nodes that the examples use. */
export const standIns: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': standIn('manualTrigger', [], async () => [[{ json: {} }]], true),
	'n8n-nodes-base.readWriteFile': standIn(
		'readWriteFile',
		['operation', 'fileSelector', 'fileName'],
		readWrite,
	),
	'n8n-nodes-base.convertToFile': standIn('convertToFile', ['operation'], toWorkbook),
};
