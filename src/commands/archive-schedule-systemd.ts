/** A job as systemd's units: the service, its timer, and what tells a person when it fails. */
import { type ScheduledJob, syncWords } from './scheduled-job.js';

/** The three files, one after the other, each headed by where it goes. */
export function systemdUnits(job: ScheduledJob): string {
  const unit = `audit-archive-${job.name}`;
  const files: readonly (readonly [name: string, text: string])[] = [
    [`${unit}.service`, service(job, unit)],
    [`${unit}.timer`, timer(job, unit)],
    [`${unit}-failed.service`, failed(unit)],
  ];
  return [
    ...files.map(([name, text]) => `# ~/.config/systemd/user/${name}\n${text}`),
    `# Then: systemctl --user daemon-reload && systemctl --user enable --now ${unit}.timer`,
    '# So that it also runs while you are logged out: loginctl enable-linger',
    '',
  ].join('\n');
}

function service(job: ScheduledJob, unit: string): string {
  const variables = Object.entries(job.environment).map(
    ([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`,
  );
  return `[Unit]
Description=Sync the archive of the audit log (${job.name})
OnFailure=${unit}-failed.service

[Service]
Type=oneshot
${variables.join('')}ExecStart=${syncWords(job).map(typed).join(' ')}
StandardOutput=null
NoNewPrivileges=yes
Nice=10
`;
}

/** Persistent: a machine that slept or was off catches up when it is back. */
function timer({ every, hour, minute, name }: ScheduledJob, unit: string): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const when = every === 'hour' ? `*-*-* *:${two(minute)}:00` : `*-*-* ${two(hour)}:${two(minute)}:00`;
  return `[Unit]
Description=Sync the archive of the audit log regularly (${name})

[Timer]
OnCalendar=${when}
RandomizedDelaySec=5m
Persistent=true
Unit=${unit}.service

[Install]
WantedBy=timers.target
`;
}

function failed(unit: string): string {
  const command = `systemctl --user status --full ${unit}.service | mail -s "${unit} failed" "$USER"`;
  return `[Unit]
Description=Tell that ${unit} has failed

[Service]
Type=oneshot
ExecStart=/bin/sh -c ${typed(command)}
`;
}

/** systemd.service(5): in a command a $ stands for itself when doubled. */
function typed(word: string): string {
  return quoted(word.replaceAll('$', '$$$$'));
}

/** systemd.syntax(7), systemd.unit(5): in double quotes, with C's escapes; a % stands for itself when doubled. */
function quoted(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return `"${escaped}"`;
}
