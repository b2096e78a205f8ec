import { parse } from 'csv-parse/sync';
import { readFileSync } from 'fs';

import type { SheetRow } from '../../demo/workbook';

/** The rows of a CSV file with a header; of one that is being written, those that are there. */
export function readCsv(path: string): SheetRow[] {
	return parse(readFileSync(path), { columns: true, bom: true }) as SheetRow[];
}
