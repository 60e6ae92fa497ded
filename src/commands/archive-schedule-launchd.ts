/** A job as a property list of launchd. */
import { type ScheduledJob, syncWords } from './scheduled-job.js';
import { shellWords } from './typed-again.js';

/** One file; launchd makes up for a time that the machine has slept through. */
export function launchdPlist(job: ScheduledJob): string {
  // Two dashes end a comment in XML.
  const label = `com.hoopai-audit.archive.${job.name.replace(/-{2,}/g, '-')}`;
  const notice = `display notification "Look into Console, or run: audit archive sync" with title "The archive of ${job.name} could not be synced"`;
  const line = `${shellWords(syncWords(job))} >/dev/null 2>>"$HOME/Library/Logs/${label}.log" || /usr/bin/osascript -e ${shellWords([notice])}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Save as ~/Library/LaunchAgents/${label}.plist, then: launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/${label}.plist -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${label}</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>-c</string>
    <string>${escaped(line)}</string>
  </array>
${environmentOf(job)}  <key>StartCalendarInterval</key>
  <dict>
${timesOf(job)}  </dict>
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
`;
}

function environmentOf({ environment }: ScheduledJob): string {
  const entries = Object.entries(environment);
  if (entries.length === 0) return '';
  const lines = entries.map(
    ([name, value]) => `    <key>${escaped(name)}</key>\n    <string>${escaped(value)}</string>\n`,
  );
  return `  <key>EnvironmentVariables</key>\n  <dict>\n${lines.join('')}  </dict>\n`;
}

function timesOf({ every, hour, minute }: ScheduledJob): string {
  const times = every === 'hour' ? { Minute: minute } : { Hour: hour, Minute: minute };
  return Object.entries(times)
    .map(([name, value]) => `    <key>${name}</key>\n    <integer>${value}</integer>\n`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
