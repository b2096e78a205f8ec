import type { Kind } from './kinds';

/** A failure that DocFlow explains in its `msg`. */
const refused = (advice: string, more: Partial<Kind> = {}): Kind => ({
	message: ({ msg }) => `DocFlow refused the request${msg ? `: ${msg}` : ''}`,
	advice,
	...more,
});

/** A failure that no table knows. */
export const OTHER: Kind = refused('Check the parameters of this node.');

const credential: Kind = {
	message: 'DocFlow did not accept the credential',
	advice:
		'Open the DocFlow credential, test it, and check App ID, Secret Code, region and that your account may use this workspace. A member of several enterprises also needs the Enterprise ID.',
	cause: 'credential-invalid',
};
const quota: Kind = {
	message: 'Your DocFlow account is out of quota',
	advice: 'Buy more pages in the TextIn console, then run this workflow again.',
	cause: 'quota-exhausted',
};
export const busy: Kind = {
	message: 'DocFlow is receiving too many requests',
	advice: 'Wait a minute and run again, or send fewer batches at once.',
	isPassing: true,
	cause: 'rate-limited',
};
const trouble: Kind = {
	message: 'DocFlow cannot answer at the moment',
	advice: 'Run again in a few minutes; if it stays, send the trace ID to DocFlow support.',
	isPassing: true,
	mayBeDone: true,
	cause: 'temporarily-unavailable',
};
const locked: Kind = { ...trouble, mayBeDone: undefined };
const badFile: Kind = refused('Check the file: TextIn did not take it for its format or its size.');

/** Codes in DocFlow's own JSON answer (DocFlow documentation, "Error codes"; 5 digits: TextIn's gateway). */
export const DOCFLOW_CODES: Readonly<Record<string, Kind>> = {
	'401': credential,
	'403': credential,
	'40101': credential,
	'40102': credential,
	'40003': quota,
	'1005025075': quota,
	'40004': refused('Check the parameters of this node: TextIn does not know one of them.'),
	'40301': badFile,
	'40302': badFile,
	'40303': badFile,
	'40304': badFile,
	'40305': refused('The file did not reach TextIn. Upload it once more.'),
	'408': trouble,
	'423': locked,
	'429': busy,
	'5xx': trouble,
	'900': trouble,
	'1005015019': refused(
		'Another category of this workspace has the same keyword rules. Change the rules of one of them.',
	),
};

/** Why the API does not take keyword rules ("Create File Category"); its `msg` says which of the limits they break. */
const keywordRules: Kind = {
	message: ({ msg }) => `DocFlow did not take the keyword rules${msg ? `: ${msg}` : ''}`,
	advice:
		'Up to 10 positive groups and one negative; in each a name, 1 to 20 different words of up to 50 characters, and a min_hit from 1 to the number of words. No word on both sides.',
};

/** Codes that mean on some paths what they mean nowhere else. */
const ON_PATHS: Array<{ path: RegExp; codes: Readonly<Record<string, Kind>> }> = [
	{
		path: /^\/file\/translate$/,
		codes: {
			'1005025065': {
				message: 'A file whose recognition failed cannot be translated',
				advice: 'See why it failed with File → Fetch, then upload a better copy.',
			},
			'1005025066': {
				message: 'DocFlow is not finished with this file yet',
				advice: 'Translate it once File → Fetch says that it is finished.',
				isPassing: true,
			},
			'1005025067': {
				message: 'This file is being translated already',
				advice: 'Wait until that is finished, and fetch the file.',
				isPassing: true,
			},
			'1005025068': {
				message: 'The file is in the language it is to be translated to',
				advice: 'Choose another target language.',
			},
			'1005025069': {
				message: 'There is no language to translate to',
				advice: 'Choose a target language.',
			},
		},
	},
	{
		path: /^\/category\/(create|update)$/,
		codes: Object.fromEntries(
			[65, 66, 67, 68, 69].map((last) => [`10050250${last}`, keywordRules]),
		),
	},
];

/** What a code means on a path only; undefined where it has no meaning of its own there. */
export const kindOnPath = (code: string, path = ''): Kind | undefined =>
	ON_PATHS.find((one) => one.path.test(path))?.codes[code];
