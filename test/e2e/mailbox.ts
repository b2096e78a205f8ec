import { execFileSync, spawn } from 'child_process';
import { once } from 'events';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'fs';
import { connect } from 'net';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Options } from 'nodemailer/lib/mailer';
import { tmpdir, userInfo } from 'os';
import { delimiter, join } from 'path';

import { freePort } from '../../demo/host/n8n';
import { pause } from './heldSandbox';

/** Debian keeps servers out of the PATH of ordinary users. */
const PATH = ['/usr/sbin', process.env.PATH].join(delimiter);
const PASSWORD = 'mail-password';

/** A mailbox that IMAP clients on this machine can open. */
export interface Mailbox {
	/** n8n's credential for it. */
	credential: Record<string, string | number | boolean>;
	/** Puts a mail into its inbox, as a mail server does. */
	deliver(mail: Options): Promise<void>;
	stop(): Promise<void>;
}

/** Whose mail it is: dovecot opens none as root. */
function owner(): { uid: number; gid: number } {
	const { uid, gid } = userInfo();
	if (uid !== 0) return { uid, gid };
	const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

/** Started by root it changes to users of its own; started by another it runs as that one. */
const users = ({ uid, username }: { uid: number; username: string }): string =>
	uid === 0 ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}`;

const config = (folder: string, port: number, { uid, gid }: { uid: number; gid: number }) => `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail
${users(userInfo())}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail
}
`;

async function answers(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	const isUp = await once(socket, 'connect').then(
		() => true,
		() => false,
	);
	socket.destroy();
	return isUp;
}

/** Debian's dovecot on loopback, gone with its mail when it is stopped. @throws Error when it is not installed. */
export async function startMailbox(): Promise<Mailbox> {
	const port = await freePort(0);
	const folder = mkdtempSync(join(tmpdir(), 'docflow-mailbox-'));
	const mail = join(folder, 'mail');
	const { uid, gid } = owner();
	chmodSync(folder, 0o755);
	for (const made of [mail, ...['cur', 'new', 'tmp'].map((name) => join(mail, name))]) {
		mkdirSync(made);
		chownSync(made, uid, gid);
	}
	writeFileSync(join(folder, 'dovecot.conf'), config(folder, port, { uid, gid }));
	const child = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], {
		env: { ...process.env, PATH },
		stdio: 'ignore',
	});
	const ended = Promise.race([once(child, 'exit'), once(child, 'error')]).then(([reason]) => {
		throw new Error(
			`The mailbox needs dovecot 2.3 (Debian: apt-get install dovecot-imapd): ${String(reason)}`,
		);
	});
	const up = async () => {
		while (!(await answers(port))) await pause(50);
	};
	await Promise.race([up(), ended]);
	ended.catch(() => undefined);
	let delivered = 0;
	return {
		credential: {
			user: 'invoices@example.com',
			password: PASSWORD,
			host: '127.0.0.1',
			port,
			secure: false,
		},
		async deliver(message) {
			const name = `${Date.now()}.${++delivered}.mailbox`;
			const written = join(mail, 'tmp', name);
			writeFileSync(written, await new MailComposer(message).compile().build());
			chownSync(written, uid, gid);
			renameSync(written, join(mail, 'new', name));
		},
		async stop() {
			child.kill();
			if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
