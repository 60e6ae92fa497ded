/** How a plan, its steps and a receipt are shown: as a page for people, as JSON for scripts. */
import { formatInstant } from '../audit/instant.js';
import type { RestorePlan } from '../audit/restore-plan.js';
import type { OutputStream, Palette } from '../context.js';
import { harmlessJson } from '../output/harmless.js';
import { planObject } from '../restore/plan-json.js';
import { type PlanFacts, pageTitle, planRows } from '../restore/plan-page.js';
import type { Receipt } from '../restore/receipt.js';
import { receiptLines } from '../restore/receipt-words.js';
import { screenSteps } from '../restore/steps.js';
import { type PageLook, pageText, paragraphText } from './page.js';
import type { RestoreDesk } from './restore-desk.js';
import { widthOf } from './rows.js';

/** As data, on stdout. */
export async function showPlan(
  plan: RestorePlan,
  digest: string,
  format: 'text' | 'json',
  desk: RestoreDesk,
): Promise<void> {
  const { stdout, terminal } = desk.context;
  if (format === 'json') {
    const { isReadOnly, asker, isAdministrator } = factsOf(digest, desk);
    const may = { askedBy: asker ?? null, isAdministrator: isAdministrator ?? null, isReadOnly };
    await stdout.write(jsonLine({ schema: 1, plan: planObject(plan, digest, desk.means), may }));
    return;
  }
  await stdout.write(planText(plan, digest, desk, await lookOf(stdout, terminal)));
}

/** The page, with the steps where a person does it. */
export function planText(plan: RestorePlan, digest: string, desk: RestoreDesk, look: PageLook): string {
  const page = pageText(pageTitle(plan), planRows(plan, factsOf(digest, desk)), look);
  return desk.means === 'assisted' ? `${page}\n${stepsText(plan, desk, look)}` : page;
}

/** How a stream wants its pages. */
export async function lookOf(
  stream: OutputStream,
  terminal: { palette(stream: OutputStream): Promise<Palette> },
): Promise<PageLook> {
  return {
    width: widthOf(stream),
    palette: await terminal.palette(stream),
  };
}

/** The receipt's paragraph, or its JSON, with the end of its line. */
export function receiptText(
  receipt: Receipt,
  format: 'text' | 'json',
  timeZone: string,
  look: PageLook,
): string {
  if (format === 'json') return jsonLine(receipt);
  const show = (iso: string) => `${formatInstant(Date.parse(iso), timeZone, 'second')} ${timeZone}`;
  return paragraphText(receiptLines(receipt, show), look);
}

/** One line. */
export function jsonLine(value: object): string {
  return `${harmlessJson(JSON.stringify(value))}\n`;
}

function stepsText(plan: RestorePlan, { question }: RestoreDesk, look: PageLook): string {
  const steps = screenSteps(plan, question.view.timeZone);
  const rows = steps.map((step, index) => [`${index + 1}.`, [step]] as const);
  return pageText('On the service’s screen', rows, look);
}

function factsOf(
  digest: string,
  { means, asker, isAdministrator, session, question }: RestoreDesk,
): PlanFacts {
  const { settings, profile } = session.connection;
  return {
    means,
    digest,
    asker,
    isAdministrator,
    isReadOnly: settings.readOnly,
    profileName: profile?.name,
    nowMs: session.account.nowMs(),
    timeZone: question.view.timeZone,
  };
}
