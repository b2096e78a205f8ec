import { createHash } from 'crypto';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';

import type { SheetRow } from '../../demo/workbook';
import type { Stored } from '../../sandbox/service/store';

/** A file to upload. */
export interface LoadFile {
	name: string;
	sha256: string;
	bytes: number;
}

/** The content of a file, which no other file has. */
export function contentOf(name: string, bytes: number): Buffer {
	const content = Buffer.alloc(bytes, 'docflow ');
	content.write(`File: ${name}\n`);
	return content;
}

/** Files of so many bytes each, whose names begin alike. */
export function loadFiles(
	prefix: string,
	count: number,
	bytes: number,
	ending: string,
): LoadFile[] {
	return Array.from({ length: count }, (_, at) => {
		const name = `${prefix}-${at + 1}.${ending}`;
		return {
			name,
			bytes,
			sha256: createHash('sha256').update(contentOf(name, bytes)).digest('hex'),
		};
	});
}

/** Writes files into a folder. */
export function writeFiles(files: LoadFile[], folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const { name, bytes } of files) writeFileSync(join(folder, name), contentOf(name, bytes));
}

const inOrder = (files: LoadFile[]) => files.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Every file is stored once, whole, and is one row of the output: none is missing, none is there twice. */
export function expectAll(files: LoadFile[], stored: Stored[], rows: SheetRow[]): void {
	expect(inOrder(stored.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })))).toEqual(
		inOrder(files),
	);
	const told = rows.map(({ file_name, sha256, byte_size }) => ({
		name: file_name,
		sha256,
		bytes: Number(byte_size),
	}));
	expect(inOrder(told)).toEqual(inOrder(files));
	expect(new Set(rows.map(({ file_id }) => file_id))).toEqual(new Set(stored.map(({ id }) => id)));
}
