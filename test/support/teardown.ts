import { rmSync } from 'fs';

/** After the last test: takes away what n8n has stored. */
export default function teardown(): void {
	rmSync(process.env.TEST_FOLDER ?? '', { recursive: true, force: true });
}
