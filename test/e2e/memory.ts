import { readFileSync, writeFileSync } from 'fs';

/** Bytes by their name in Linux' own record of a process (man 5 proc). */
function bytesOf(pid: number, name: 'VmRSS' | 'VmHWM'): number {
	const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(
		readFileSync(`/proc/${pid}/status`, 'utf8'),
	);
	if (found === null) throw new Error(`Linux does not tell ${name} of process ${pid}`);
	return Number(found[1]) * 1024;
}

/** The memory of some processes while they did a piece of work, in bytes. */
export interface MemoryUse {
	/** The most that each held, in the order of the processes. */
	peaks: number[];
	/** The most that the work added to what one of them held before. */
	rise: number;
}

/** Does a piece of work. Linux keeps the peak of each process itself, so none is missed between two looks. */
export async function watchMemory(pids: number[], work: () => Promise<void>): Promise<MemoryUse> {
	const before = pids.map((pid) => bytesOf(pid, 'VmRSS'));
	for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5');
	await work();
	const peaks = pids.map((pid) => bytesOf(pid, 'VmHWM'));
	return { peaks, rise: Math.max(...peaks.map((peak, at) => peak - before[at])) };
}
