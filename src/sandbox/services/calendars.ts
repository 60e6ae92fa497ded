/** Calendars and their appointments: booked, moved, cancelled; a calendar's deletion takes its appointments along. */

import type { AppointmentFields, AppointmentStatus, BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import type { RecordedEvent } from '../record-event.js';
import { create, edit, fall, remove, snapshot } from './lifecycle.js';

type Calendar = BusinessRecord<'calendar'>;
type Appointment = BusinessRecord<'appointment'>;

/** A new calendar. */
export function createCalendar(change: Change, name: string, fields: Calendar['fields']): Calendar {
  return create(change, 'calendar', { name, fields });
}

/** Changes some of its settings. */
export function editCalendar(
  change: Change,
  calendar: Calendar,
  fields: Partial<Calendar['fields']>,
): Calendar {
  return edit(change, calendar, { fields });
}

/** @throws MissingRecordError when the calendar does not live. */
export function bookAppointment(
  change: Change,
  calendarId: string,
  given: { readonly title: string; readonly contactId: string; readonly fields: AppointmentFields },
): Appointment {
  change.records.get('calendar', calendarId);
  return create(change, 'appointment', {
    name: given.title,
    parentId: calendarId,
    contactId: given.contactId,
    fields: given.fields,
  });
}

/** Both in ISO 8601. */
export function moveAppointment(
  change: Change,
  appointment: Appointment,
  times: { readonly startTime: string; readonly endTime: string },
): Appointment {
  return edit(change, appointment, { fields: times });
}

/** A cancellation has an event type of its own; showed, no-show and the like are edits. */
export function setAppointmentStatus(
  change: Change,
  appointment: Appointment,
  appointmentStatus: AppointmentStatus,
): Appointment {
  const type = appointmentStatus === 'cancelled' ? 'CANCELLED' : 'UPDATED';
  return edit(change, appointment, { fields: { appointmentStatus } }, type);
}

/** Deletes one appointment by itself. */
export function deleteAppointment(change: Change, appointment: Appointment): void {
  remove(change, appointment);
}

/** Deletes a calendar with its appointments; all are kept under the calendar's event. */
export function deleteCalendar(change: Change, calendar: Calendar): RecordedEvent {
  const appointments = change.records.children('appointment', calendar.id);
  const event = remove(change, calendar, { ...snapshot(calendar), appointmentCount: appointments.length });
  for (const appointment of appointments)
    fall(change, appointment, event.seq, { calendarName: calendar.name });
  return event;
}
