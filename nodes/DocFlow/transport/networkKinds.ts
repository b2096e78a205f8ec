import { count, hostOf, type Kind, megabytes, NOTHING_SENT } from './kinds';

const unreachable = (advice: string): Kind => ({
	message: 'DocFlow cannot be reached',
	advice: (failure) => `${advice.replace('HOST', hostOf(failure))} (${failure.network}).`,
	isPassing: true,
	cause: 'temporarily-unavailable',
});
const CERTIFICATE_ADVICE = `${NOTHING_SENT} Have n8n trust it (NODE_EXTRA_CA_CERTS), or switch on Ignore SSL Issues in the DocFlow credential`;
const certificate = (message: (host: string) => string, advice = CERTIFICATE_ADVICE): Kind => ({
	message: (failure) => message(hostOf(failure)),
	advice: ({ network }) => `${advice} (${network}).`,
	cause: 'temporarily-unavailable',
});
const RENEW = `${NOTHING_SENT} Have it renewed, and check the clock of the machine that runs n8n`;
const broken: Kind = {
	message: 'The connection to DocFlow broke before it answered',
	advice: ({ network }) =>
		`Check the region or Base URL in the DocFlow credential and the network of your n8n (${network}).`,
	isPassing: true,
	mayBeDone: true,
	cause: 'temporarily-unavailable',
};

/** Network errors by the code that `networkFailure` finds (Node.js documentation, "Common system errors", "X509 certificate error codes"). */
export const NETWORK: ReadonlyArray<[RegExp, Kind]> = [
	[
		/ECONNREFUSED/,
		unreachable(
			'Nothing answers at HOST: check the region or the Base URL and its port in the DocFlow credential, and that DocFlow runs',
		),
	],
	[
		/ENOTFOUND/,
		unreachable(
			'No host has the name HOST: check the region or Base URL in the DocFlow credential',
		),
	],
	[/EAI_AGAIN/, unreachable('The name HOST could not be looked up: check the network of your n8n')],
	[
		/^connect /,
		unreachable(
			'There is no way to HOST: check the region or Base URL in the DocFlow credential, and the network and firewall of your n8n',
		),
	],
	[/EHOSTUNREACH|ENETUNREACH/, { ...broken, message: 'DocFlow cannot be reached' }],
	[
		/^DEPTH_ZERO_SELF_SIGNED_CERT$/,
		certificate((host) => `The certificate of ${host} is self-signed`),
	],
	[
		/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_UNTRUSTED|INVALID_CA)$/,
		certificate((host) => `The certificate of ${host} is from an authority that n8n does not know`),
	],
	[/^CERT_HAS_EXPIRED$/, certificate((host) => `The certificate of ${host} has expired`, RENEW)],
	[
		/^CERT_NOT_YET_VALID$/,
		certificate((host) => `The certificate of ${host} is not valid yet`, RENEW),
	],
	[
		/ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/,
		certificate(
			(host) => `The certificate of ${host} is for another host name`,
			`${NOTHING_SENT} Enter the name in the certificate as Base URL, or switch on Ignore SSL Issues in the DocFlow credential`,
		),
	],
	[
		/^(EPROTO|ERR_(SSL|TLS)_(?!CERT)\w+)$/,
		certificate(
			(host) => `No secure connection to ${host} came about`,
			`${NOTHING_SENT} The server wants another version of TLS or a certificate of the client: ask whoever runs it`,
		),
	],
	[/CERT|CRL/, certificate((host) => `n8n does not accept the certificate of ${host}`)],
	[
		/^TLS_TO_PLAIN$/,
		{
			message: (failure) => `${hostOf(failure)} does not speak https`,
			advice: `${NOTHING_SENT} Begin the Base URL in the DocFlow credential with http://, or enter the port for https.`,
			cause: 'temporarily-unavailable',
		},
	],
	[
		/^PLAIN_TO_TLS$/,
		{
			message: (failure) => `${hostOf(failure)} speaks https only`,
			advice:
				'Begin the Base URL in the DocFlow credential with https://. DocFlow has taken nothing.',
			cause: 'temporarily-unavailable',
		},
	],
	[
		/^TLS_BROKE$/,
		{
			...unreachable('HOST hung up before the connection was secure. Run again in a few minutes'),
			message: 'DocFlow cannot be reached',
		},
	],
	[
		/^SSRF_BLOCKED$/,
		{
			message: (failure) =>
				`n8n itself does not allow requests to ${hostOf(failure)} (SSRF protection)`,
			advice: `${NOTHING_SENT} Ask the administrator of your n8n to add the host to N8N_SSRF_ALLOWED_HOSTNAMES.`,
			cause: 'temporarily-unavailable',
		},
	],
	[
		/^BAD_HEADER$/,
		{
			message:
				'The App ID or Secret Code of the credential holds a character that no header can carry',
			advice:
				'Open the DocFlow credential and copy both again from the TextIn console, without a line break.',
		},
	],
	[/^FILE_UNREADABLE$/, { message: 'A file could not be read', advice: '' }],
	[
		/^OWN_TIMEOUT$/,
		{
			...broken,
			message: ({ timeout, sent }) =>
				`DocFlow did not answer in time${timeout ? `: ${timeout / 1000} s${sent ? ` for ${count(sent.files)}, ${megabytes(sent.bytes)}` : ''}` : ''}`,
			advice: ({ timeout }) =>
				timeout
					? 'Raise Request Timeout in the options of this node, or send less at once by Max Files per Request.'
					: 'Run again in a few minutes, and check the network of your n8n.',
		},
	],
	[/./, broken],
];
