/** A job as lines of a crontab. */
import { type ScheduledJob, syncWords } from './scheduled-job.js';
import { shellWords } from './typed-again.js';

/** Comments that say where they go, and the line. Cron mails what the job writes; it writes only what went wrong. */
export function cronLines(job: ScheduledJob): string {
  const { every, hour, minute, environment } = job;
  const when = every === 'hour' ? `${minute} * * * *` : `${minute} ${hour} * * *`;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${shellWords([value])}`);
  const line = [...variables, shellWords(syncWords(job)), '>/dev/null'].join(' ');
  return [
    '# Add these lines with: crontab -e',
    '# Mail comes only when something wants attention: 3 a hole, 4 the token, 6 the account is out of reach, 10 a proof failed.',
    '# A run that meets another one ends at once with 2; nothing is lost by it.',
    'MAILTO=your-address@example.com',
    `${when} ${cronEscaped(line)}`,
    '',
  ].join('\n');
}

/** crontab(5): a bare % ends the command and begins its input. */
function cronEscaped(line: string): string {
  return line.replaceAll('%', '\\%');
}
