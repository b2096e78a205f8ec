import type { IDataObject } from 'n8n-workflow';

import { isRecord, listOf } from '../json';

/** The records of a list; none where there is no list. */
export const recordsOf = (list: unknown): IDataObject[] =>
	listOf(list).filter(isRecord) as IDataObject[];

/** The members that hold something. */
export const withoutNothing = (record: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => (value ?? null) !== null));

/** Chosen members of a record under names of their own, null where there is none: output has the same columns always. */
export const picked = (record: IDataObject, names: Record<string, string>): IDataObject =>
	Object.fromEntries(Object.entries(names).map(([own, api]) => [own, record[api] ?? null]));
