import { isNightly } from './nightly';

/**
 * Chooses the seed of all generated tests before the first begins, and says it: the same at each push, so that no change
 * turns red by chance, another each night. `SEED=…` plays a run again.
 */
export default function chooseSeed(): void {
	process.env.SEED ??= String(isNightly ? Date.now() % 2 ** 31 : 1);
	process.stdout.write(`generated tests: seed ${process.env.SEED}\n`);
}
