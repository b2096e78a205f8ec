/** Which property holds the translation of which. */
const TRANSLATED: Record<string, string> = {
	key: 'translated_key',
	value: 'translated_value',
	tableName: 'translated_table_name',
	text: 'translated_text',
	type: 'translated_type',
	color: 'translated_color',
	shape: 'translated_shape',
};

/** The results with a translation beside every text; the stand-in's is the text and a mark. */
export function translate(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(translate);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).flatMap(([name, own]): Array<[string, unknown]> =>
			name in TRANSLATED && typeof own === 'string'
				? [
						[name, own],
						[TRANSLATED[name], `${own} (translated)`],
					]
				: [[name, translate(own)]],
		),
	);
}
