import { readFileSync } from 'fs';
import { join } from 'path';
import { globSync } from 'tinyglobby';

import { find, type Needle } from '../secrets/needles';

/** A file that n8n left behind. */
export interface Remains {
	path: string;
	text: string;
}

/** All files n8n wrote below its home: database with its write-ahead log, event logs, its own output, stored files. */
export function remainsOf(home: string): Remains[] {
	const paths = globSync('**', { cwd: home, dot: true, ignore: ['.n8n/nodes/**', '.cache/**'] });
	return paths.map((path) => ({ path, text: readFileSync(join(home, path), 'utf8') }));
}

/**
 * Where needles stand. A database cuts long texts at its pages: whichever half a secret is cut in, one of its pieces
 * is whole.
 */
export function findIn(remains: Remains[], needles: Needle[]): string[] {
	return remains.flatMap(({ path, text }) =>
		find(text, needles).map((found) => `${path}: ${found}`),
	);
}

/** The results of an execution, errors among them, out of n8n's packing: a list in which texts are places of values. */
export function resultsOf(data: string): string {
	const packed = JSON.parse(data) as unknown[];
	const open = new Set([(packed[0] as { resultData: string }).resultData]);
	for (const place of open) {
		const value = packed[Number(place)];
		if (typeof value === 'object' && value !== null)
			for (const one of Object.values(value)) if (typeof one === 'string') open.add(one);
	}
	return [...open].map((place) => JSON.stringify(packed[Number(place)])).join('\n');
}
