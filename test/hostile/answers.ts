import fc from 'fast-check';

/** Names that the node reads, and such that every object has. */
const NAMES = [
	'__proto__',
	'constructor',
	'toString',
	'id',
	'task_id',
	'batch_number',
	'parent_task_id',
	'name',
	'recognition_status',
	'verification_status',
	'child_files',
	'pages',
	'data',
	'fields',
	'items',
	'tables',
	'stamps',
	'handwritings',
	'invoiceVerifyResult',
	'key',
	'identifier',
	'value',
	'text',
	'tableName',
	'files',
	'total',
	'code',
	'msg',
	'result',
];
const key = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 5 }));
const leaf = fc.oneof(
	fc.constantFrom(
		null,
		true,
		false,
		0,
		1,
		2,
		42,
		-1,
		0.5,
		1978297791713619968,
		1e308,
		'',
		'1',
		'1978297791713619968',
		'A',
	),
	fc.string({ maxLength: 8 }),
);

/** An object like JSON.parse makes it: `__proto__` is a key of its own. */
const object = (value: fc.Arbitrary<unknown>) =>
	fc
		.array(fc.tuple(key, value), { maxLength: 6 })
		.map((pairs) => Object.fromEntries(pairs) as Record<string, unknown>);

/** Any JSON value, as it is after it was parsed. */
const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		leaf,
		fc.array(tie('value'), { maxLength: 4 }),
		object(tie('value')),
	),
})).value;

/** A sound value most of the time, and anything else now and then. */
const mostly = (sound: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
	fc.oneof({ weight: 60, arbitrary: sound }, { weight: 1, arbitrary: anyJson });
const list = (one: fc.Arbitrary<unknown>) => mostly(fc.array(one, { maxLength: 3 }));

const cell = mostly(
	fc.record(
		{ key: mostly(key), identifier: mostly(key), value: anyJson, translated_key: mostly(key) },
		{ requiredKeys: [] },
	),
);

/** The data of a document, nearly right. */
export const anyData = mostly(
	fc.record(
		{
			fields: list(cell),
			items: list(list(cell)),
			tables: list(
				mostly(
					fc.record({ tableName: mostly(key), items: list(list(cell)) }, { requiredKeys: [] }),
				),
			),
			stamps: list(mostly(fc.record({ text: mostly(fc.string()) }))),
			invoiceVerifyResult: mostly(object(anyJson)),
		},
		{ requiredKeys: [] },
	),
);

const id = mostly(
	fc.oneof(
		fc.constantFrom('__proto__', 'constructor', '1', '2'),
		fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String),
	),
);
const record = (children: fc.Arbitrary<unknown>) =>
	fc.record(
		{
			id,
			task_id: id,
			batch_number: id,
			name: mostly(fc.string()),
			recognition_status: mostly(fc.nat(60)),
			data: anyData,
			verification_status: mostly(fc.nat(9)),
			child_files: children,
		},
		{ requiredKeys: ['id', 'recognition_status'] },
	);

/** A file's record, nearly right. */
export const anyFile = mostly(record(list(record(fc.constant(null)))));

const ok = (result: unknown) => ({ code: 200, msg: 'success', result });

/** A whole answer: anything, anything as its result, or files that are nearly right. */
export const anyAnswer: fc.Arbitrary<unknown> = fc.oneof(
	anyJson,
	fc.record(
		{ code: mostly(fc.constantFrom(200, 400, '401', 1005025012)), msg: anyJson, result: anyJson },
		{ requiredKeys: ['code'] },
	),
	anyJson.map(ok),
	fc
		.record({ total: mostly(fc.nat(3)), files: list(anyFile) }, { requiredKeys: ['files'] })
		.map(ok),
);
