import type { INode, INodeParameters, INodeProperties } from 'n8n-workflow';

import { isRecord } from '../json';
import { type DocFlowContext, parameterOf } from './context';
import { MASK } from './safeText';

/** Names of the fields that hold a secret, and of the collections around them. */
const [secretNames, holderNames] = [new Set<string>(), new Set<string>()];

/** The fields of a collection, one list for each of its groups. */
const fieldsIn = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.flatMap((option) =>
		'values' in option ? option.values : 'type' in option ? [option] : [],
	);

/** Whether a field, or one inside of it, is a secret; remembers the names on the way. */
function mark(field: INodeProperties): boolean {
	const isSecret = field.typeOptions?.password === true;
	// Every one is walked through, so no `some`.
	const holds = fieldsIn(field).map(mark).includes(true);
	if (isSecret) secretNames.add(field.name);
	if (holds) holderNames.add(field.name);
	return isSecret || holds;
}

/**
 * The properties of a node as they are. From here on, whatever a user enters into one that n8n shows as a password
 * (`typeOptions.password`, however deep in collections) is withheld from all errors. The properties of both nodes pass here.
 */
export function markSecrets(properties: INodeProperties[]): INodeProperties[] {
	properties.forEach(mark);
	return properties;
}

/** All that stands in a value as text, with and without the blanks around it. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value, value.trim()];
	if (typeof value === 'number') return [String(value)];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What stands in the secret fields of a value. */
function secretsIn(name: string, value: unknown): string[] {
	if (secretNames.has(name)) return textsIn(value);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([inner, one]) => secretsIn(inner, one));
}

/** What the secret fields of the node hold for an item, their expressions resolved. */
export function secretsOf(context: DocFlowContext, itemIndex: number | undefined): string[] {
	const names = Object.keys(context.getNode().parameters);
	return names
		.filter((name) => secretNames.has(name) || holderNames.has(name))
		.flatMap((name) => {
			try {
				return secretsIn(name, parameterOf(context, name, itemIndex));
			} catch {
				// An expression that fails gives no secret.
				return [];
			}
		});
}

/** A parameter without its secrets. */
function masked(name: string, value: unknown): unknown {
	if (secretNames.has(name)) return value === '' ? value : MASK;
	if (Array.isArray(value)) return value.map((one) => masked(name, one));
	return isRecord(value) ? maskedMembers(value) : value;
}

const maskedMembers = (record: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(record).map(([name, value]) => [name, masked(name, value)]));

/**
 * The node as an error may carry it: without what is typed into its secret fields. n8n saves an error's node with the
 * execution and hands it to error workflows, which people send on as messages.
 */
export const maskedNode = (node: INode): INode => ({
	...node,
	parameters: maskedMembers(node.parameters) as INodeParameters,
});
