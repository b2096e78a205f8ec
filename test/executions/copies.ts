import { cpSync, readFileSync, rmSync, writeFileSync } from 'fs';
import type { INodeType } from 'n8n-workflow';
import { join } from 'path';

import type * as DocFlowNode from '../../nodes/DocFlow/DocFlow.node';
import { replaceCode } from '../simulation/replaceCode';

const root = join(__dirname, '..', '..');
/** Inside the project, so that the copies find its modules; those of each process for itself. */
const copies = join(root, '.mutants', 'executions', String(process.pid));

/** A change of the node's source. */
export interface Change {
	/** Below `nodes/DocFlow`. */
	file: string;
	from: string;
	to: string;
}

/**
 * The node from a copy of its source: nothing that it keeps in memory is shared with another copy, as between two
 * processes of n8n. @throws Error when the source no longer holds the code that a change replaces.
 */
export function copyOfNode(name: string, changes: Change[] = []): INodeType {
	const copy = join(copies, name.replaceAll(/\W+/g, '-'));
	cpSync(join(root, 'nodes', 'DocFlow'), copy, { recursive: true });
	for (const { file, from, to } of changes) {
		const path = join(copy, file);
		writeFileSync(path, replaceCode(readFileSync(path, 'utf8'), from, to));
	}
	const { DocFlow } = require(join(copy, 'DocFlow.node')) as typeof DocFlowNode;
	return new DocFlow();
}

/** Removes all copies. */
export const removeCopies = (): void => rmSync(copies, { recursive: true, force: true });
