/** What is done to appointments on an ordinary day. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { bookAppointment, moveAppointment, setAppointmentStatus } from '../services/calendars.js';
import { dayMs } from '../zone.js';
import { type Act, findAny, someUserId } from './act.js';

/** An appointment in any calendar within two weeks. */
export const bookAVisit: Act = (change) => {
  const { random } = change;
  const calendar = change.records.any('calendar', random);
  const contact = change.records.any('contact', random);
  if (calendar === undefined || contact === undefined) return;
  bookAppointment(change, calendar.id, {
    title: `${calendar.name}: ${contact.name.trim()}`,
    contactId: contact.id,
    fields: {
      ...visitTimes(change, calendar.fields.slotDuration),
      appointmentStatus: 'confirmed',
      assignedTo: someUserId(change),
    },
  });
};

/** An appointment that lies ahead gets another time. */
export const moveAVisit: Act = (change) => {
  const visit = findAny(change, 'appointment', (appointment) => isAhead(appointment, change.atMs));
  if (visit === undefined) return;
  const minutes = (Date.parse(visit.fields.endTime) - Date.parse(visit.fields.startTime)) / 60_000;
  moveAppointment(change, visit, visitTimes(change, minutes));
};

/** An appointment that lies ahead is cancelled. */
export const cancelAVisit: Act = (change) => {
  const visit = findAny(change, 'appointment', (appointment) => isAhead(appointment, change.atMs));
  if (visit !== undefined) setAppointmentStatus(change, visit, 'cancelled');
};

/** Whether somebody came to an appointment that is over. */
export const noteAttendance: Act = (change) => {
  const visit = findAny(
    change,
    'appointment',
    ({ fields }) => fields.appointmentStatus === 'confirmed' && Date.parse(fields.endTime) < change.atMs,
  );
  if (visit !== undefined)
    setAppointmentStatus(change, visit, change.random.chance(0.9) ? 'showed' : 'noshow');
};

function isAhead({ fields }: BusinessRecord<'appointment'>, nowMs: number): boolean {
  return fields.appointmentStatus === 'confirmed' && Date.parse(fields.startTime) > nowMs;
}

/** One to fourteen days ahead, on the half hour. */
function visitTimes(
  change: Change,
  minutes: number,
): { readonly startTime: string; readonly endTime: string } {
  const halfHourMs = 1_800_000;
  const start =
    Math.floor(change.atMs / halfHourMs) * halfHourMs +
    change.random.between(1, 14) * dayMs +
    change.random.between(-6, 6) * halfHourMs;
  return {
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + minutes * 60_000).toISOString(),
  };
}
