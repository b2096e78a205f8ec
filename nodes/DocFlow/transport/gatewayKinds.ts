import { busy } from './docflowKinds';
import { count, type Kind, megabytes, NOTHING_SENT } from './kinds';

const ASK_ADMIN =
	'If it stays so, ask whoever runs the network of your n8n, or your own DocFlow server.';

const gateway: Kind = {
	message: ({ status }) => `A gateway or proxy answered in DocFlow's place (HTTP ${status})`,
	advice: ({ host }) =>
		`It could not get through to ${host ?? 'DocFlow'}: DocFlow may be restarting, or the proxy that your n8n uses (HTTPS_PROXY) has no way to it. Run again in a few minutes. ${ASK_ADMIN}`,
	isPassing: true,
	mayBeDone: true,
	cause: 'temporarily-unavailable',
};
const blocked: Kind = {
	message: ({ status }) =>
		`Something between n8n and DocFlow refused the request (HTTP ${status}), not DocFlow itself`,
	advice: ({ host }) =>
		`A proxy, a firewall or a login page answered. Check the Base URL, and have ${host ?? 'DocFlow'} allowed for the machine that runs n8n.`,
	cause: 'temporarily-unavailable',
};

/** HTTP statuses of answers that are not DocFlow's: a gateway, a proxy, a web page. */
export const GATEWAY_STATUS: Readonly<Record<string, Kind>> = {
	'2xx': { ...blocked, mayBeDone: true },
	'3xx': blocked,
	'4xx': blocked,
	'404': {
		message: 'There is no DocFlow API at this address',
		advice: 'Check the region, or the Base URL and its path, in the DocFlow credential.',
		cause: 'temporarily-unavailable',
	},
	'407': {
		message: 'The proxy of your n8n wants to know who asks (HTTP 407)',
		advice: `${NOTHING_SENT} Put user name and password of the proxy into HTTPS_PROXY and HTTP_PROXY of your n8n, as http://user:password@proxy:port.`,
		cause: 'temporarily-unavailable',
	},
	'408': gateway,
	'413': {
		message: ({ sent }) =>
			`The request is too large for a server before DocFlow${sent ? `: ${count(sent.files)}, ${megabytes(sent.bytes)}` : ''}`,
		advice: ({ sent }) =>
			sent && sent.files > 1
				? 'Set Max Files per Request or Max Request Size to less, or have the limit of that server raised (nginx: client_max_body_size).'
				: 'Have the limit of that server raised (nginx: client_max_body_size), or send a smaller file.',
	},
	'423': { ...gateway, mayBeDone: undefined },
	'429': busy,
	'5xx': gateway,
};
