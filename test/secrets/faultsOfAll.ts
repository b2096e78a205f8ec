import type { Fault } from '../../sandbox/faults';
import { FAULTS } from '../faults/faults';
import type { Operation } from './operations';

/** Kinds that concern the body of an upload. */
const UPLOAD_ONLY = new Set<Fault['kind']>([
	'drop-during',
	'drop-read',
	'drop-part',
	'leave-out',
	'delay',
]);

/** A named fault that hits every request to a path. */
export interface NamedFault {
	name: string;
	fault: Fault;
	/** It takes a second of real time. */
	isSlow?: boolean;
}

const refusals: NamedFault[] = [
	{ name: 'none', fault: { kind: 'delay', ms: 0 } },
	...[401, 403, 404, 500, 503].map((status): NamedFault => ({
		name: `HTTP ${status}`,
		fault: { kind: 'status', status },
	})),
	{
		name: 'code 401 in HTTP 200',
		fault: { kind: 'json', body: { code: 401, msg: 'unauthorized' } },
	},
	{ name: 'out of quota', fault: { kind: 'quota' } },
	{ name: 'a redirect', fault: { kind: 'redirect', location: 'https://evil.example/?x=1' } },
	{ name: 'a result that is no record', fault: { kind: 'json', body: { code: 200, result: [1] } } },
	{
		name: 'files that are no records',
		fault: { kind: 'json', body: { code: 200, result: { total: 1, files: [1] } } },
	},
	{ name: 'a file left out', fault: { kind: 'leave-out', name: 'b.txt' } },
];

/** Gateways that quote in their answer what they were sent. */
const echoes = (quoted: string): NamedFault[] => [
	{
		name: 'quoted in the message',
		fault: { kind: 'json', body: { code: 400, msg: `no route for ${quoted}`, traceId: quoted } },
	},
	{
		name: 'quoted in a long message',
		fault: { kind: 'json', body: { code: 400, message: `${'x'.repeat(490)}${quoted}` } },
	},
	{
		name: 'quoted in the address of a redirect',
		fault: { kind: 'redirect', location: `https://evil.example/${encodeURIComponent(quoted)}` },
	},
	{
		name: 'quoted in another field',
		fault: { kind: 'json', body: { code: 500, msg: 'failed', path: quoted, result: { quoted } } },
	},
];

/** Every fault for an operation. `secrets` are what a gateway may quote. */
export function faultsFor({ path, slowToo }: Operation, secrets: string[]): NamedFault[] {
	const fits = ({ name, fault: { kind }, isSlow }: NamedFault) =>
		name === 'none' ||
		((path === '/file/upload' || !UPLOAD_ONLY.has(kind)) && (slowToo || !isSlow));
	const quoted = `${secrets.join(' and ')}, ${secrets.map(encodeURIComponent).join(' and ')}`;
	const all: NamedFault[] = [
		...refusals,
		...FAULTS.map(({ name, fault, isSlow }) => ({ name, fault, isSlow })),
		...echoes(quoted),
	];
	return all.filter(fits).map((one) => ({ ...one, fault: { ...one.fault, path, times: 1000 } }));
}
