import { resources } from '../../../nodes/DocFlow/actions/registry';
import { batch } from './batch';
import { category } from './category';
import { categoryField } from './categoryField';
import { categorySample } from './categorySample';
import { categoryTable } from './categoryTable';
import { file } from './file';
import { review } from './review';
import { reviewGroup } from './reviewGroup';
import { reviewRepository } from './reviewRepository';
import { reviewRule } from './reviewRule';
import type { Minimal } from './types';
import { workspace } from './workspace';

export type { Minimal } from './types';

/** One entry for each operation, by resource. */
const MINIMAL: Partial<Record<string, Partial<Record<string, Minimal>>>> = {
	batch,
	category,
	categoryField,
	categorySample,
	categoryTable,
	file,
	review,
	reviewGroup,
	reviewRepository,
	reviewRule,
	workspace,
};

/** Every operation there is, by the names of its menu entries. */
export const OPERATIONS = resources.flatMap(({ value: resource, operations }) =>
	operations.map((operation) => ({
		name: `${resource}.${operation.value}`,
		resource,
		operation,
		chosen: { resource, operation: operation.value },
	})),
);

/** The names of all entries, to be compared with the operations that there are. */
export const KNOWN = Object.entries(MINIMAL).flatMap(([resource, entries = {}]) =>
	Object.keys(entries).map((operation) => `${resource}.${operation}`),
);

/** What an operation needs to work. @throws Error that says what to add for one that has no entry. */
export function minimalOf(name: string): Minimal {
	const [resource, operation] = name.split('.');
	const known = MINIMAL[resource]?.[operation];
	if (known === undefined)
		throw new Error(
			`There is an operation ${name} that no test knows. Add an entry ${operation} to test/registry/minimal/${resource}.ts: the path it calls, its required parameters with valid values, and two input items that ask for different things.`,
		);
	return known;
}
