import { statusWord, VERIFICATION_STATUS } from '../files/types';
import type { Part } from './parts';

/** What each item of every flat output begins with, in this order. */
export const METADATA = [
	'file_key',
	'batch_number',
	'file_id',
	'task_id',
	'file_name',
	'format',
	'category',
	'status',
	'status_code',
	'failure_reason',
	'page_count',
	'duration_ms',
	'verification_status',
	'parent_task_id',
] as const;

/** What is known of a file besides what stands in it. */
export function metadata({ file, fileKey }: Part): Record<(typeof METADATA)[number], unknown> {
	const { verification_status: verification = null, pages } = file;
	return {
		file_key: fileKey,
		batch_number: file.batch_number ?? null,
		file_id: file.id || null,
		task_id: file.task_id ?? null,
		file_name: file.name,
		format: file.format ?? null,
		category: file.category ?? null,
		status: statusWord(file.recognition_status),
		status_code: file.recognition_status ?? null,
		failure_reason: file.failure_causes ?? null,
		page_count: file.total_page_num ?? (Array.isArray(pages) ? pages.length : null),
		duration_ms: file.duration_ms ?? null,
		verification_status:
			verification === null ? null : statusWord(verification, VERIFICATION_STATUS),
		parent_task_id: file.parent_task_id ?? null,
	};
}
