/** What can be done to calendars and appointments by hand. */

import {
  bookAppointment,
  createCalendar,
  deleteAppointment,
  deleteCalendar,
  editCalendar,
  moveAppointment,
  setAppointmentStatus,
} from '../services/calendars.js';
import { dayMs } from '../zone.js';
import { findRecord } from './find-record.js';
import { oneOf, type Verb, wholeNumber } from './verb.js';

const statuses = ['new', 'confirmed', 'showed', 'noshow', 'cancelled'] as const;

/** Calendars and what is booked in them. */
export const calendarVerbs: readonly Verb[] = [
  {
    name: 'add-calendar',
    takes: '<name> [minutes]',
    summary: 'visits last so many minutes',
    act: (change, [name = '', minutes = '30']) => {
      const slotDuration = wholeNumber(minutes, 'number of minutes');
      createCalendar(change, name, {
        description: '',
        calendarType: 'round_robin',
        slotDuration,
        isActive: true,
      });
    },
  },
  {
    name: 'edit-calendar',
    takes: '<calendar> <minutes>',
    summary: 'visits last longer, or shorter',
    act: (change, [word = '', minutes = '']) => {
      const slotDuration = wholeNumber(minutes, 'number of minutes');
      editCalendar(change, findRecord(change, 'calendar', word), { slotDuration });
    },
  },
  {
    name: 'delete-calendar',
    takes: '<calendar>',
    summary: 'with its appointments; audit restore brings it back',
    act: (change, [word = '']) => {
      deleteCalendar(change, findRecord(change, 'calendar', word));
    },
  },
  {
    name: 'book',
    takes: '<calendar> <contact>',
    summary: 'an appointment a week from now',
    act: (change, [word = '', person = '']) => {
      const calendar = findRecord(change, 'calendar', word);
      const contact = findRecord(change, 'contact', person);
      bookAppointment(change, calendar.id, {
        title: `${calendar.name}: ${contact.name.trim()}`,
        contactId: contact.id,
        fields: {
          ...times(change.atMs + 7 * dayMs, calendar.fields.slotDuration),
          appointmentStatus: 'confirmed',
          assignedTo: null,
        },
      });
    },
  },
  {
    name: 'move-appointment',
    takes: '<appointment> <days>',
    summary: 'so many days later',
    act: (change, [word = '', days = '']) => {
      const appointment = findRecord(change, 'appointment', word);
      const [start, end] = [appointment.fields.startTime, appointment.fields.endTime].map(Date.parse);
      const minutes = ((end ?? 0) - (start ?? 0)) / 60_000;
      const later = wholeNumber(days, 'number of days') * dayMs;
      moveAppointment(change, appointment, times((start ?? 0) + later, minutes));
    },
  },
  {
    name: 'cancel',
    takes: '<appointment>',
    summary: 'the appointment is cancelled, and stays in the calendar',
    act: (change, [word = '']) => {
      setAppointmentStatus(change, findRecord(change, 'appointment', word), 'cancelled');
    },
  },
  {
    name: 'set-appointment-status',
    takes: '<appointment> <confirmed|showed|noshow|…>',
    summary: 'whether somebody came',
    act: (change, [word = '', status = '']) => {
      const wanted = oneOf(status, statuses, 'status of an appointment');
      setAppointmentStatus(change, findRecord(change, 'appointment', word), wanted);
    },
  },
  {
    name: 'delete-appointment',
    takes: '<appointment>',
    summary: 'one appointment by itself',
    act: (change, [word = '']) => deleteAppointment(change, findRecord(change, 'appointment', word)),
  },
];

function times(startMs: number, minutes: number): { readonly startTime: string; readonly endTime: string } {
  return {
    startTime: new Date(startMs).toISOString(),
    endTime: new Date(startMs + minutes * 60_000).toISOString(),
  };
}
